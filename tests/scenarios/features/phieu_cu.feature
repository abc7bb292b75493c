# language: vi
Tính năng: Tích điểm phiếu cũ
  Kịch bản: Quên thẻ lúc mua, quay lại vẫn có điểm
    Cho Lan đã mở ca, quầy có mạng
    Khi quét gạo
    Và thu đủ tiền mặt
    Và mở "Tích điểm phiếu cũ" trong nhóm "Hội viên và thẻ"
    Thì thấy "Phiếu chưa có hội viên · hôm nay"
    Khi nhấn Return
    Thì thấy "Phiếu Q2-000001 là của ai?"
    Khi quét thẻ của Đức
    Thì thấy "Cộng 19 điểm"
    Khi nhấn F9
    Thì thấy "Ai duyệt?"
    Khi Minh duyệt bằng mã PIN
    Thì thấy "Đã cộng 19 điểm của phiếu Q2-000001"
    Và máy in ra 2 phiếu
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 phiếu cũ được cộng 19 điểm

  Kịch bản: Mất mạng vẫn tích điểm được, và không ai được hai lần
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi quét gạo
    Và thu đủ tiền mặt
    Và mở "Tích điểm phiếu cũ" trong nhóm "Hội viên và thẻ"
    Và gõ "Q2-000001" rồi Enter
    Thì thấy "Phiếu Q2-000001 là của ai?"
    Khi quét thẻ của Đức
    Và nhấn F9
    Thì thấy "Ai duyệt?"
    Khi Minh duyệt bằng mã PIN
    Thì thấy "Đã cộng 19 điểm"
    Khi nhấn F9
    Thì thấy "Ngày này không có phiếu nào chưa có hội viên"
    Khi gõ "Q2-000001" rồi Enter
    Thì thấy "đã được tích điểm cho một hội viên"
    Khi có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và sổ có 1 phiếu cũ được cộng 19 điểm
