# language: vi
Tính năng: Dùng điểm
  Điểm chỉ trừ khi đã trả tiền, và máy chủ cùng quầy ra một con số.

  Bối cảnh:
    Cho Lan đã mở ca, quầy có mạng

  Kịch bản: Trả một nửa bằng điểm
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Thì phải trả 99.150
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và đơn thứ 1 dùng 180 điểm
    Và máy chủ đã cộng 12 điểm và trừ 180 điểm

  Kịch bản: Bỏ đơn sau khi đã chọn dùng điểm thì điểm còn nguyên
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Và nhấn F2
    Và bấm "Bỏ đơn"
    Thì thấy "Sẵn sàng bán"
    Và máy chủ có đủ và không gì sai
    Và máy chủ đã cộng 0 điểm và trừ 0 điểm

  Kịch bản: Giữ đơn thì điểm không bị giữ, gọi lại vẫn là khách đó
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Và nhấn F6
    Thì thấy "Sẵn sàng bán"
    Khi nhấn F7
    Thì thấy "Nguyễn Thị Ánh"
    Và phải trả 99.150
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và máy chủ đã cộng 12 điểm và trừ 180 điểm

  Kịch bản: Hủy đơn thì thu lại điểm cộng và hoàn điểm đã dùng
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Và thu đủ tiền mặt
    Và nhấn F11
    Và bấm "Hủy đơn"
    Thì thấy "Đã hủy đơn"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 đơn hủy, trả 99.000, thu hồi 12 điểm, hoàn 180 điểm
    Và máy chủ nợ khách 21.280 điểm

  Kịch bản: Mạng đứt giữa đơn thì điểm đã mượn vẫn dùng được
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Và mất mạng
    Và thu đủ tiền mặt
    Và có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và máy chủ đã cộng 12 điểm và trừ 180 điểm

  Kịch bản: Mất điện sau khi chọn điểm thì chưa mất điểm nào
    Khi quét gạo
    Và quét thẻ của Ánh
    Và dùng tối đa điểm
    Và mất điện rồi có điện lại
    Thì thấy "Gạo ST25 túi 5 kg"
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và sổ có 1 đơn

  Kịch bản: Người có ít điểm hơn mức thấp nhất thì chưa dùng được
    Khi quét gạo
    Và quét thẻ của Đức
    Thì thấy "Tối đa 0"

  Kịch bản: Bán lúc mất mạng, có mạng lại thì máy chủ nhận một lần
    Khi mất mạng
    Và quét gạo
    Và quét thẻ của Đức
    Và thu đủ tiền mặt
    Và có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và máy chủ đã cộng 19 điểm và trừ 0 điểm

  Kịch bản: Thiếu điểm thì cộng bù ngay tại quầy, có lý do, có quản lý duyệt, và báo cáo ca ghi riêng
    Khi quét thẻ của Ánh
    Và nhấn Ctrl+F4
    Và bấm "Khác"
    Thì thấy "Cộng, trừ điểm"
    Khi nhấn Down
    Và nhấn Return
    Thì thấy "Lần nào cũng cần một quản lý khác duyệt"
    Khi gõ "40"
    Và nhấn Down
    Và nhấn Right
    Và nhấn F9
    Thì thấy "Ai duyệt?"
    Khi Hà duyệt bằng mã PIN
    Thì thấy "Đã cộng 40 điểm."
    Và thấy "1.290"
    Khi bấm "Lịch sử"
    Thì thấy "Bù điểm còn thiếu"
    Khi nhấn Escape
    Và mở "Ca và ngày" trong nhóm "Ca bán"
    Thì thấy "Điểm chỉnh tay"
    Và máy chủ có đủ và không gì sai
