# language: vi
Tính năng: Tìm đúng người
  Bối cảnh:
    Cho Lan đã mở ca, quầy có mạng

  Kịch bản: Người đăng ký ở cửa hàng khác thì quầy này tìm ra ngay bằng số điện thoại
    Khi "Phạm Thị Cúc" đăng ký ở nơi khác bằng số "0938111222"
    Và gõ "0938111222" rồi Enter, chờ mạng nếu phải chờ
    Thì thấy "Phạm Thị Cúc"
    Và không còn thấy "Hội viên mới"
    Khi quét gạo
    Và thu đủ tiền mặt
    Thì sổ có 0 hội viên mới
    Và đơn thứ 1 thu 195.000, cộng 19 điểm

  Kịch bản: Gộp rồi thì thẻ nào cũng dùng được, gộp nhầm thì tách lại được
    Khi quét thẻ của Ánh
    Và nhấn Ctrl+F4
    Và bấm "Khác"
    Thì thấy "Gộp với hội viên khác"
    Khi nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Return
    Thì thấy "Gộp với ai?"
    Khi gõ "0912345678" rồi Enter
    Thì thấy "Gộp Nguyễn Thị Ánh và Trần Văn Đức?"
    Khi nhấn F9
    Thì thấy "Ai duyệt?"
    Khi Hà duyệt bằng mã PIN
    Thì thấy "Đã gộp hai hồ sơ thành một"
    Khi nhấn Escape
    Và quét mã "9823456789012341"
    Thì thấy "1.280"
    Khi nhấn Ctrl+F4
    Và bấm "Khác"
    Thì thấy "ra lại"
    Khi nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Down
    Và nhấn Return
    Thì thấy "cùng mọi thứ mua từ khi gộp"
    Khi nhấn Down
    Và nhấn Return
    Thì thấy "Ai duyệt?"
    Khi Hà duyệt bằng mã PIN
    Thì thấy "Đã tách thành hai hội viên"
    Khi nhấn Escape
    Và quét thẻ của Ánh
    Thì thấy "1.250"
    Và máy chủ có đủ và không gì sai
    Và máy chủ nợ khách 21.280 điểm
