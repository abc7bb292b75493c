# language: vi
Tính năng: Ở quầy
  Bối cảnh:
    Cho Lan đã mở ca, quầy có mạng

  Kịch bản: Đơn đang giữ gọi lại rồi bỏ thì điểm của khách còn nguyên
    Khi quét thẻ của Ánh
    Và quét gạo
    Và dùng tối đa điểm
    Và nhấn F6
    Thì thấy "Sẵn sàng bán"
    Khi nhấn F7
    Thì phải trả 99.150
    Khi nhấn F2
    Và bấm "Bỏ đơn"
    Thì thấy "Sẵn sàng bán"
    Khi quét thẻ của Ánh
    Và quét gạo
    Và dùng tối đa điểm
    Thì phải trả 99.150
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và sổ có 1 đơn
    Và máy chủ đã cộng 12 điểm và trừ 180 điểm

  Kịch bản: Khách hỏi vì sao có điểm thì lịch sử nói đơn nào, quầy nào, ai bán
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và chờ đồng bộ xong
    Và nhấn Ctrl+F4
    Thì thấy "Gõ số điện thoại, vài số cuối"
    Khi quét thẻ của Đức
    Và bấm "Lịch sử"
    Thì thấy "Tích điểm"
    Và thấy "Q2-000001 · Q2 · Lan"

  Kịch bản: Điểm hai đợt hết hạn hai ngày thì trang hội viên ghi cả hai
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và cửa hàng công bố chương trình điểm hết hạn sau 6 tháng, sửa tên ưu đãi rau
    Và quét thẻ của Đức
    Và cân rau được "1" kg
    Thì thấy "Rau củ quả giảm 10 %"
    Khi thu đủ tiền mặt
    Và chờ đồng bộ xong
    Và nhấn Ctrl+F4
    Thì thấy "Gõ số điện thoại, vài số cuối"
    Khi quét thẻ của Đức
    Thì thấy "Điểm theo ngày hết hạn"
    Và thấy ngày hết hạn của điểm từng đơn, đơn sau hết hạn trước

  Kịch bản: Máy quét chậm và máy quét gửi kèm ký tự lạ vẫn ra đúng hàng, đúng người
    Khi máy quét gửi gạo kèm ký tự điều khiển
    Thì thấy "Gạo ST25 túi 5 kg · 1 ×"
    Khi máy quét gửi thẻ của Ánh kèm ký tự điều khiển
    Thì thấy "Nguyễn Thị Ánh"
    Và phải trả 189.150
    Khi gõ chậm như máy quét Bluetooth mã của mì rồi Enter
    Thì thấy "Mì Hảo Hảo tôm chua cay 75 g · 1 ×"
