# language: vi
Tính năng: Hủy và trả hàng
  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Hủy đơn vừa bán thì thu lại điểm
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và nhấn F8
    Và bấm "Hủy đơn"
    Thì thấy "Đã hủy đơn"
    Khi quét thẻ của Đức
    Thì thấy "30"
    Và sổ có 1 đơn hủy

  Kịch bản: Hủy một lần thôi
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F8
    Và bấm "Hủy đơn"
    Thì thấy "Đã hủy đơn"
    Khi nhấn F8
    Thì sổ có 1 đơn hủy

  Kịch bản: Bấm nhầm hủy thì giữ đơn
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F8
    Và bấm "Giữ đơn"
    Thì sổ có 0 đơn hủy

  Kịch bản: Trả hàng bằng đơn hôm nay
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F11
    Thì thấy "Đơn hôm nay"
    Và thấy "195.000"

  Kịch bản: Chưa bán gì thì trả hàng nói rõ
    Khi nhấn F11
    Thì thấy "Chưa có đơn nào trong ngày này"
