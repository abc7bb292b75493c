# language: vi
Tính năng: Hủy và trả hàng
  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Hủy đơn vừa bán thì thu lại điểm
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và nhấn F11
    Và bấm "Hủy đơn"
    Thì thấy "Đã hủy đơn"
    Khi quét thẻ của Đức
    Thì thấy "điểm = 15.000 ₫"
    Và sổ có 1 đơn hủy, trả 195.000, thu hồi 19 điểm, hoàn 0 điểm

  Kịch bản: Hủy một lần thôi
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F11
    Và bấm "Hủy đơn"
    Thì thấy "Đã hủy đơn"
    Khi nhấn F11
    Thì sổ có 1 đơn hủy

  Kịch bản: Bấm nhầm hủy thì giữ đơn
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F11
    Và bấm "Không hủy"
    Thì sổ có 0 đơn hủy

  Kịch bản: Trả hàng bằng đơn hôm nay
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F8
    Thì thấy "Đơn hôm nay"
    Và thấy "195.000"

  Kịch bản: Chưa bán gì thì trả hàng nói rõ
    Khi nhấn F8
    Thì thấy "Chưa có đơn nào trong ngày này"

  Kịch bản: Đổi lấy món đắt hơn thì khách chỉ trả phần chênh
    Khi quét mì
    Và thu đủ tiền mặt
    Và khách đem đơn vừa bán tới đổi
    Thì thấy "Đổi hàng của phiếu Q2-000001"
    Khi quét gạo
    Thì phải trả 190.500
    Khi thu đủ tiền mặt
    Thì thấy "Đã thanh toán"
    Và sổ có 2 đơn
    Và sổ có 1 lần đổi hàng, khấu trừ 4.500

  Kịch bản: Đổi lấy món rẻ hơn thì trả lại phần thừa
    Khi quét gạo
    Và thu đủ tiền mặt
    Và khách đem đơn vừa bán tới đổi
    Thì thấy "Đổi hàng của phiếu Q2-000001"
    Khi quét mì
    Thì phải trả 190.500
    Khi nhấn F9
    Và bấm "Trả lại 190.500 ₫ – xong"
    Thì thấy "Đã thanh toán"
    Và sổ có 1 lần đổi hàng, khấu trừ 4.500

  Kịch bản: Mất điện giữa lúc đổi hàng thì hàng trả vẫn chưa nhận, đổi tiếp được
    Khi quét mì
    Và thu đủ tiền mặt
    Và khách đem đơn vừa bán tới đổi
    Và quét gạo
    Và mất điện rồi có điện lại
    Thì phải trả 190.500
    Khi thu đủ tiền mặt
    Thì thấy "Đã thanh toán"
    Và sổ có 1 lần đổi hàng, khấu trừ 4.500
