# language: vi
Tính năng: Bốc thăm
  Không ai biết trước hóa đơn nào trúng; hết hạn thì quản lý mở ngay tại quầy.

  Kịch bản: Quản lý mở bằng chuỗi trong phong bì, hội viên có điểm thưởng ngay
    Cho chương trình đang có bốc thăm
    Và Lan đã mở ca, quầy có mạng
    Khi quét thẻ của Ánh
    Và quét gạo
    Và thu đủ tiền mặt
    Và chờ đồng bộ xong
    Và hết hạn bốc thăm
    Và Lan rời quầy
    Và Hà đăng nhập
    Và mở "Bốc thăm" trong nhóm "Cửa hàng"
    Thì thấy "chờ chuỗi bí mật"
    Khi nhấn F9
    Thì thấy "64 chữ số từ 0 đến f"
    Khi gõ "5D1F0C9A5D1F0C9A5D1F0C9A5D1F0C9A5D1F0C9A5D1F0C9A5D1F0C9A5D1F0C9A" rồi Enter
    Và gõ "3690" rồi Enter
    Thì thấy "không rút lại được: ai trúng sẽ lộ ra"
    Và thấy "1 hóa đơn"
    Khi nhấn F9
    Thì thấy "Đã mở Bốc thăm Tết"
    Và thấy "Nguyễn Thị Ánh"
    Khi nhấn Escape
    Và nhấn Escape
    Và quét thẻ của Ánh
    Thì thấy "Bốc thăm Tết: đã trúng Giải nhất, được cộng 10.000 điểm"
    Và thấy "11.273"
    Và máy chủ có đủ và không gì sai

  Kịch bản: Chuỗi của lần khác, và chuỗi đúng khi chưa hết hạn, không mở được gì
    Cho chương trình đang có bốc thăm
    Và Lan đã mở ca, quầy có mạng
    Khi Lan rời quầy
    Và Hà đăng nhập
    Và mở "Bốc thăm" trong nhóm "Cửa hàng"
    Thì thấy "Đang diễn ra, đến hết 31/12/2099"
    Khi nhấn F9
    Và hết hạn bốc thăm
    Và nhấn F6
    Thì thấy "chờ chuỗi bí mật"
    Khi nhấn F9
    Thì thấy "64 chữ số từ 0 đến f"
    Khi gõ "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d" rồi Enter
    Và gõ "3690" rồi Enter
    Thì thấy "Đây không phải chuỗi bí mật đã cam kết"
    Và chưa lần bốc thăm nào được mở

  Kịch bản: Mất mạng thì nói rõ, có lại thì xem lại
    Cho chương trình đang có bốc thăm
    Và Lan đã mở ca, quầy có mạng
    Khi Lan rời quầy
    Và Hà đăng nhập
    Và mất mạng
    Và mở "Bốc thăm" trong nhóm "Cửa hàng"
    Thì thấy "Máy chủ chưa cho biết có những lần bốc thăm nào"
    Khi có mạng lại
    Và nhấn F6
    Thì thấy "Đang diễn ra"
