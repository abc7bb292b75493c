# language: vi
Tính năng: Phiếu in
  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Tiếng Việt và dòng điểm trên phiếu đúng từng chấm, in dồn cũng không ra chữ rác
    Khi quét thẻ của Ánh
    Và quét gạo
    Và thu đủ tiền mặt
    Và nhấn F10
    Và nhấn F10
    Và nhấn F10
    Thì máy in ra 4 phiếu
    Và mọi phiếu in ra đúng từng chấm, không có chữ nào ngoài hình
    Và phiếu nào cũng ghi "Gạo ST25 túi 5 kg | anh/chị Ánh | 1.273"

  Kịch bản: Máy in tắt giữa phiếu thì quầy hỏi, và phiếu ra đủ chứ không mất
    Khi máy in sắp tắt giữa phiếu
    Và quét gạo
    Và thu đủ tiền mặt
    Thì thấy "Máy in: cần xem giấy"
    Khi thay giấy
    Và bấm "Xem giấy"
    Và bấm "In lại"
    Thì máy in ra 1 phiếu
    Và phiếu cuối ra đủ từ đầu đến cuối
    Và sổ có 1 đơn
