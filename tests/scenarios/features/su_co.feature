# language: vi
Tính năng: Khi có sự cố
  Mất điện, hết giấy, mất mạng: không mất đơn, không thu hai lần.

  Bối cảnh:
    Cho Lan đã mở ca, quầy đang mất mạng

  Kịch bản: Mất điện giữa đơn thì đơn còn nguyên
    Khi quét gạo
    Và quét mì 3 lần
    Thì phải trả 208.500
    Khi mất điện rồi có điện lại
    Thì phải trả 208.500
    Khi thu đủ tiền mặt
    Thì sổ có 1 đơn

  Kịch bản: Mất điện ngay sau khi thu tiền thì đơn đã ghi
    Khi quét gạo
    Và thu đủ tiền mặt
    Và mất điện rồi có điện lại
    Thì thấy "Sẵn sàng bán"
    Và sổ có 1 đơn

  Kịch bản: Mất điện hai lần liền
    Khi quét gạo
    Và mất điện rồi có điện lại
    Và mất điện rồi có điện lại
    Thì phải trả 195.000

  Kịch bản: Đơn có hội viên thì mất điện xong vẫn là hội viên đó
    Khi quét gạo
    Và quét thẻ của Ánh
    Thì phải trả 189.150
    Khi mất điện rồi có điện lại
    Thì phải trả 189.150
    Và thấy "Nguyễn Thị Ánh"

  Kịch bản: Đơn đang giữ vẫn còn sau khi mất điện
    Khi quét gạo
    Và nhấn F6
    Và mất điện rồi có điện lại
    Và nhấn F7
    Thì phải trả 195.000

  Kịch bản: Khóa quầy rồi vào lại, đơn vẫn đó
    Khi quét gạo
    Và Lan rời quầy
    Và Lan đăng nhập
    Thì phải trả 195.000

  Kịch bản: Người khác vào quầy không mất đơn đang giữ
    Khi quét gạo
    Và nhấn F6
    Và Lan rời quầy
    Và Minh đăng nhập
    Và nhấn F7
    Thì phải trả 195.000

  Kịch bản: Hết giấy thì vẫn bán, có giấy thì in một lần
    Khi máy in hết giấy
    Và quét gạo
    Và thu đủ tiền mặt
    Thì thấy "Máy in: hết giấy"
    Khi thay giấy
    Thì máy in ra 1 phiếu

  Kịch bản: In lại thì ghi là bản sao và không thành đơn mới
    Khi quét gạo
    Và thu đủ tiền mặt
    Và nhấn F10
    Thì thấy "BẢN SAO"
    Và máy in ra 2 phiếu
    Và sổ có 1 đơn

  Kịch bản: Rút máy quét giữa chừng thì vẫn gõ được
    Khi quét gạo
    Và rút máy quét
    Thì thấy "Máy quét: mất kết nối"
    Khi gõ "0905123678" rồi Enter
    Thì phải trả 189.150

  Kịch bản: Cắm lại máy quét là quét được ngay
    Khi quét gạo
    Và rút máy quét
    Thì thấy "Máy quét: mất kết nối"
    Khi cắm lại máy quét
    Thì không còn thấy "Máy quét: mất kết nối"
    Khi quét mì
    Thì phải trả 199.500

  Kịch bản: Sai mã PIN thì nói còn mấy lần
    Khi Lan rời quầy
    Và Lan gõ sai mã PIN
    Thì thấy "Mã PIN chưa đúng"

  Kịch bản: Quét hàng khi đang thanh toán không làm đổi đơn
    Khi quét gạo
    Và sang màn thanh toán
    Và quét mã "8934563493721"
    Thì thấy "Đang thanh toán"
    Khi nhấn Escape
    Thì phải trả 195.000
