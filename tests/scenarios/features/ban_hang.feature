# language: vi
Tính năng: Bán hàng
  Một ô cho mọi thứ, giá đúng ngay, và không gì xảy ra hai lần.

  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Khách lẻ mua một túi gạo
    Khi quét gạo
    Thì phải trả 195.000
    Khi khách đưa 200.000 tiền mặt
    Thì thấy "5.000 ₫"
    Và sổ có 1 đơn
    Và đơn thứ 1 thu 195.000, cộng 0 điểm

  Kịch bản: Giá đổi ngay khi gắn hội viên giữa chừng
    Khi quét gạo
    Thì phải trả 195.000
    Khi quét thẻ của Ánh
    Thì phải trả 189.150
    Khi thu đủ tiền mặt
    Thì đơn thứ 1 thu 189.000, cộng 23 điểm

  Kịch bản: Gắn hội viên trước khi quét hàng cũng ra đúng giá đó
    Khi quét thẻ của Ánh
    Và quét gạo
    Thì phải trả 189.150

  Kịch bản: Gõ số nhân mã thì bán nhiều cái một lúc
    Khi gõ "3*8934563493721" rồi Enter
    Thì thấy "Mì Hảo Hảo tôm chua cay 75 g · 3 ×"
    Và phải trả 13.500

  Kịch bản: Rau bán theo cân
    Khi cân rau được "0,755" kg
    Thì phải trả 16.920

  Kịch bản: Không nhớ mã thì gõ tên không dấu
    Khi gõ "gao st" rồi Enter
    Thì thấy "Gạo ST25 túi 5 kg · 1 ×"

  Kịch bản: Ô tìm vẫn sống sau đơn đầu tiên
    Khi quét gạo
    Và thu đủ tiền mặt
    Và gõ "mi hao" rồi Enter
    Thì thấy "Mì Hảo Hảo tôm chua cay 75 g · 1 ×"
    Khi thu đủ tiền mặt
    Thì sổ có 2 đơn

  Kịch bản: Bấm thu tiền hai lần liền chỉ thu một lần
    Khi quét gạo
    Và sang màn thanh toán
    Và nhấn F9 hai lần liền
    Thì thấy "Đã thanh toán"
    Và sổ có 1 đơn

  Kịch bản: Quét nhanh mười gói mì không sót gói nào
    Khi quét mì 10 lần
    Thì phải trả 45.000

  Kịch bản: Bớt một gói
    Khi quét mì 3 lần
    Và bấm "Bớt một"
    Thì phải trả 9.000

  Kịch bản: Xóa một dòng rồi hoàn tác
    Khi quét gạo
    Và quét mì
    Và nhấn Del
    Thì phải trả 195.000
    Khi nhấn Ctrl+Z
    Thì phải trả 199.500

  Kịch bản: Bỏ đơn thì phải nói chắc, và đơn sau trống
    Khi quét gạo
    Và nhấn F2
    Thì thấy "Bỏ đơn đang bán?"
    Khi bấm "Bỏ đơn"
    Thì thấy "Sẵn sàng bán"

  Kịch bản: Bấm nhầm đơn mới thì đơn vẫn còn
    Khi quét gạo
    Và nhấn F2
    Và bấm "Bán tiếp"
    Thì phải trả 195.000

  Kịch bản: Khách đưa thiếu tiền mặt thì chưa xong đơn
    Khi quét gạo
    Và sang màn thanh toán
    Và gõ "100000"
    Thì thấy "Còn thiếu"
    Khi nhấn Escape
    Và nhấn Escape
    Thì phải trả 195.000

  Kịch bản: Trả hai cách trong một đơn
    Khi quét gạo
    Và sang màn thanh toán
    Và gõ "100000"
    Và bấm "Nhận 100.000"
    Và bấm "Thẻ ngân hàng"
    Và bấm "Máy thẻ báo thành công – xong"
    Thì thấy "Đã thanh toán"
    Và sổ có 1 đơn
    Và đơn thứ 1 thu 195.000, cộng 0 điểm

  Kịch bản: Mua đủ 500.000 thì được bớt 30.000
    Khi quét gạo 2 lần
    Thì phải trả 390.000
    Khi quét gạo
    Thì thấy "Hóa đơn từ 500.000 giảm 30.000"
    Và phải trả 555.000

  Kịch bản: Còn thiếu bao nhiêu nữa thì được giảm
    Khi quét gạo 2 lần
    Và nhấn F5
    Thì thấy "110.000"

  Kịch bản: Mã trên tờ rơi giảm 20.000
    Khi quét gạo
    Và quét mã "9300000020260"
    Thì phải trả 175.000

  Kịch bản: Quét tờ rơi hai lần cũng chỉ giảm một lần
    Khi quét gạo
    Và quét mã "9300000020260"
    Thì phải trả 175.000
    Khi quét mã "9300000020260"
    Và quét mì
    Thì phải trả 179.500

  Kịch bản: Mã lạ không chặn đơn đang bán
    Khi quét gạo
    Và quét mã "8999999999994"
    Thì thấy "8999999999994"
    Khi quét mì
    Thì phải trả 199.500

  Kịch bản: Thẻ ngân hàng quẹt vào máy quét không được giữ lại
    Khi quét gạo
    Và quét mã "4111111111111111"
    Thì thấy "thẻ ngân hàng"
    Khi thu đủ tiền mặt
    Thì sổ có 1 đơn
