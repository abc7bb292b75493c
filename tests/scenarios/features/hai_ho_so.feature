# language: vi
Tính năng: Một người, hai hồ sơ
  Gộp lại thì không mất điểm nào, và số nào cũng ra đúng người.

  Kịch bản: Khách đăng ký hai lần thì gộp lại, điểm của cả hai còn đủ
    Cho Lan đã mở ca, quầy có mạng
    Khi gõ "0938111222" rồi Enter
    Thì thấy "Hội viên mới"
    Khi gõ "Nguyễn Ánh" rồi Enter
    Và quét gạo
    Và thu đủ tiền mặt
    Và chờ đồng bộ xong
    Và quét thẻ của Ánh
    Và nhấn Ctrl+F4
    Và bấm "Khác"
    Thì thấy "Gộp với hội viên khác"
    Khi nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Return
    Thì thấy "Gộp với ai?"
    Khi gõ "0938111222" rồi Enter
    Thì thấy "Gộp Nguyễn Thị Ánh và Nguyễn Ánh?"
    Và thấy "1.269"
    Khi nhấn F9
    Thì thấy "Ai duyệt?"
    Khi Hà duyệt bằng mã PIN
    Thì thấy "Đã gộp hai hồ sơ thành một"
    Khi nhấn Escape
    Và gõ "0938111222" rồi Enter
    Thì thấy "Nguyễn Thị Ánh"
    Và thấy "1.269"
    Và máy chủ có đủ và không gì sai
