# language: vi
Tính năng: Giữ đơn và gọi lại
  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Khách quên ví, đơn được giữ, bán khách sau rồi gọi lại
    Khi quét gạo
    Và quét thẻ của Ánh
    Và nhấn F6
    Thì thấy "Sẵn sàng bán"
    Khi quét mì
    Và thu đủ tiền mặt
    Và nhấn F7
    Thì phải trả 189.150
    Khi thu đủ tiền mặt
    Thì sổ có 2 đơn
    Và đơn thứ 1 thu 4.500, cộng 0 điểm
    Và đơn thứ 2 thu 189.000, cộng 23 điểm

  Kịch bản: Đơn trống thì không có gì để giữ
    Khi nhấn F6
    Thì thấy "Chưa có gì để giữ"

  Kịch bản: Không có đơn nào thì gọi lại nói rõ
    Khi nhấn F7
    Thì thấy "Không có đơn nào đang giữ"

  Kịch bản: Gọi lại khi đang bán dở thì không mất đơn nào
    Khi quét gạo
    Và nhấn F6
    Thì thấy "Sẵn sàng bán"
    Khi quét mì
    Và nhấn F7
    Thì thấy "Khách lẻ"
    Khi nhấn Return
    Thì phải trả 195.000
    Khi thu đủ tiền mặt
    Và nhấn F7
    Thì phải trả 4.500

  Kịch bản: Gọi lại một lần là hết, không thành hai đơn
    Khi quét gạo
    Và nhấn F6
    Thì thấy "F7 để gọi lại"
    Khi nhấn F7
    Thì phải trả 195.000
    Khi thu đủ tiền mặt
    Và nhấn F7
    Thì thấy "Không có đơn nào đang giữ"
    Và sổ có 1 đơn
