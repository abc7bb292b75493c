# language: vi
Tính năng: Từng đồng, từng điểm
  Kịch bản: Mua 13.500 thì được đúng một điểm, không phải không điểm
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi quét thẻ của Đức
    Và quét mì 3 lần
    Thì phải trả 13.500
    Khi thu đủ tiền mặt
    Thì đơn thứ 1 thu 13.500, cộng 1 điểm

  Kịch bản: Cân hai lần vừa tròn 100.000 thì tờ rơi đòi 100.000 dùng được
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi cân bò được "0,7" kg
    Và cân bò được "0,1" kg
    Thì phải trả 100.000
    Khi quét mã "9300000020260"
    Thì phải trả 80.000

  Kịch bản: Giảm phần trăm, giảm tiền, giảm hạng cùng một đơn thì đúng thứ tự và cộng lại đúng tổng
    Cho Lan đã mở ca, quầy có mạng
    Khi quét thẻ của Ánh
    Và quét gạo
    Và cân rau được "0,755" kg
    Và quét mã "9300000020260"
    Thì phải trả 185.562
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và các dòng của đơn thứ 1 cộng lại đúng tổng
    Và đơn thứ 1 thu 185.500, cộng 23 điểm
    Và máy chủ đã cộng 23 điểm và trừ 0 điểm

  Kịch bản: Thấy quà đổi được, đổi rồi điểm cộng không tăng, chỉ lấy quà thì trả 0 đồng
    Cho Lan đã mở ca, quầy có mạng
    Khi quét thẻ của Đức
    Và quét gạo
    Và quét mì
    Thì phải trả 199.500
    Và thấy "Lần này cộng +19 điểm"
    Và thấy "Một gói mì Hảo Hảo"
    Khi bấm "Đổi 8 điểm"
    Thì phải trả 195.000
    Và thấy "Lần này cộng +19 điểm"
    Khi nhấn Up
    Và nhấn Del
    Thì thấy "Lần này không cộng điểm"
    Khi sang màn thanh toán
    Và bấm "Không phải thu – xong"
    Thì thấy "Đã thanh toán"
    Và máy chủ có đủ và không gì sai
    Và đơn thứ 1 thu 0, cộng 0 điểm
    Và máy chủ đã cộng 0 điểm và trừ 8 điểm

  Kịch bản: Điểm của chính đơn này chưa đổi được quà trong đơn này
    Cho Lan đã mở ca, quầy có mạng
    Khi gõ "0938111222" rồi Enter
    Thì thấy "Hội viên mới"
    Khi gõ "Phạm Thị Cúc" rồi Enter
    Và quét gạo
    Và quét mì
    Thì thấy "Lần này cộng +19 điểm"
    Và không còn thấy "Đổi 8 điểm"
    Và thấy "Tối đa 0"
    Và phải trả 199.500

  Kịch bản: Gõ đúng số điểm muốn dùng, dùng lúc mất mạng số dư vẫn giảm, hạng còn nguyên
    Cho Lan đã mở ca, quầy có mạng
    Khi quét thẻ của Ánh
    Và quét gạo
    Và gõ 100 điểm muốn dùng
    Thì phải trả 139.150
    Khi mất mạng
    Và thu đủ tiền mặt
    Và quét thẻ của Ánh
    Thì thấy "điểm = 583.500 ₫"
    Khi quét gạo
    Thì phải trả 189.150
    Khi có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và đơn thứ 1 dùng 100 điểm
    Và máy chủ đã cộng 17 điểm và trừ 100 điểm
