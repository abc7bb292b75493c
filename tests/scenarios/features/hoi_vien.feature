# language: vi
Tính năng: Hội viên ở quầy
  Tìm được ngay, không nhầm người, và điểm đi theo đúng đơn.

  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Khung kịch bản: Tìm hội viên bằng mọi cách khách nói
    Khi gõ "<lời khách>" rồi Enter
    Thì thấy "<tên>"

    Dữ liệu:
      | lời khách     | tên             |
      | 0905123678    | Nguyễn Thị Ánh  |
      | 0905 123 678  | Nguyễn Thị Ánh  |
      | +84905123678  | Nguyễn Thị Ánh  |
      | 3678          | Nguyễn Thị Ánh  |
      | nguyen thi anh | Nguyễn Thị Ánh |
      | ánh nguyễn    | Nguyễn Thị Ánh  |
      | tran van duc  | Trần Văn Đức    |
      | 9834567890123459 | Lê Minh Khôi |

  Kịch bản: Thẻ hội viên quét ra đúng người, không báo mã lạ
    Khi quét thẻ của Khôi
    Thì thấy "20.000"

  Kịch bản: Đăng ký bằng số, tên và Enter
    Khi gõ "0938111222" rồi Enter
    Thì thấy "Hội viên mới"
    Khi gõ "Phạm Thị Cúc" rồi Enter
    Thì thấy "Phạm Thị Cúc"
    Khi quét gạo
    Và thu đủ tiền mặt
    Thì sổ có 1 hội viên mới
    Và đơn thứ 1 thu 195.000, cộng 19 điểm

  Kịch bản: Người mới được tìm thấy ngay bằng số vừa đăng ký
    Khi gõ "0938111222" rồi Enter
    Thì thấy "Hội viên mới"
    Khi gõ "Phạm Thị Cúc" rồi Enter
    Và quét gạo
    Và thu đủ tiền mặt
    Và gõ "0938111222" rồi Enter
    Thì thấy "Phạm Thị Cúc"
    Và sổ có 1 hội viên mới

  Kịch bản: Sai một số thì hỏi lại, không sinh ra hội viên ma
    Khi gõ "0905123679" rồi Enter
    Thì thấy "chỉ khác một chữ số. Chưa đăng ký ai"
    Khi nhấn Escape
    Và quét thẻ của Ánh
    Và quét gạo
    Và thu đủ tiền mặt
    Thì sổ có 0 hội viên mới
    Và đơn thứ 1 thu 189.000, cộng 23 điểm

  Kịch bản: Số của khách sau không rơi vào đơn trước
    Khi quét thẻ của Ánh
    Và quét gạo
    Và thu đủ tiền mặt
    Và gõ "0912345678" rồi Enter
    Thì thấy "Trần Văn Đức"
    Khi quét gạo
    Và thu đủ tiền mặt
    Thì sổ có 2 đơn
    Và đơn thứ 1 thu 189.000, cộng 23 điểm
    Và đơn thứ 2 thu 195.000, cộng 19 điểm

  Kịch bản: Hội viên rời quầy cùng đơn của mình
    Khi quét thẻ của Ánh
    Và quét gạo
    Và thu đủ tiền mặt
    Và quét gạo
    Thì phải trả 195.000
    Khi thu đủ tiền mặt
    Thì đơn thứ 2 không có hội viên

  Kịch bản: Gắn nhầm thì bỏ ra, giá trở lại
    Khi quét gạo
    Và quét thẻ của Ánh
    Thì phải trả 189.150
    Khi bấm "Bỏ hội viên khỏi đơn"
    Thì phải trả 195.000

  Kịch bản: Quét thẻ người khác thì đổi người
    Khi quét thẻ của Ánh
    Và quét gạo
    Và quét thẻ của Đức
    Thì phải trả 195.000
    Khi thu đủ tiền mặt
    Thì đơn thứ 1 thu 195.000, cộng 19 điểm

  Kịch bản: Vì sao được cộng từng ấy điểm
    Khi quét thẻ của Ánh
    Và quét gạo
    Và bấm "Lần này cộng +23 điểm"
    Thì thấy "Điểm cộng lần này: vì sao"

  Kịch bản: Mất mạng vẫn tích điểm và nói số dư lúc nào
    Khi quét thẻ của Ánh
    Thì thấy "số dư lúc"
    Khi quét gạo
    Và thu đủ tiền mặt
    Thì thấy "1.273"

  Kịch bản: Mất thẻ mà không còn thẻ trắng thì in thẻ tạm thay vào, thẻ cũ bị khóa
    Khi mở "Thẻ hội viên" trong nhóm "Hội viên và thẻ"
    Và quét thẻ của Đức
    Và nhấn F6
    Thì thấy "Không có thẻ trắng thì in thẻ tạm"
    Khi nhấn F5
    Thì thấy "thẻ tạm thay thẻ"
    Khi Hà duyệt bằng mã PIN
    Thì thấy "Thẻ dùng được ngay, thẻ cũ đã khóa"
    Và thấy "đã khóa"
    Và máy in ra 1 phiếu
    Khi có mạng lại
    Thì máy chủ có đủ và không gì sai
