# language: vi
Tính năng: Mất mạng, mất điện, hai máy: không mất và không đôi
  Kịch bản: Bán lúc mất mạng, mất điện xong bán tiếp, có mạng lại thì đủ đơn, đủ số, không đơn nào mở lại
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và mất điện rồi có điện lại
    Và quét mì
    Và thu đủ tiền mặt
    Và có mạng lại
    Và chờ đồng bộ xong
    Và nhấn F7
    Thì thấy "Không có đơn nào đang giữ"
    Và máy in ra 2 phiếu
    Và máy chủ có đủ và không gì sai
    Và sổ có đơn "Q2-000001, Q2-000002"
    Và máy chủ đã cộng 19 điểm và trừ 0 điểm

  Kịch bản: Một việc máy chủ không nhận thì các đơn trước và sau nó vẫn tới đủ
    Cho Lan đã mở ca, quầy có mạng
    Khi mất mạng
    Và quét mì
    Và thu đủ tiền mặt
    Và quét thẻ của Đức
    Và quét mã "9800000004242429"
    Và bấm "Gắn thẻ này cho Trần Văn Đức"
    Thì thấy "là của Trần Văn Đức từ bây giờ"
    Khi người khác nhận thẻ "9800000004242429" ở nơi khác
    Và quét gạo
    Và thu đủ tiền mặt
    Và có mạng lại
    Thì thấy "Đồng bộ cần xem lại"
    Khi quét mì
    Và thu đủ tiền mặt
    Thì máy chủ có đủ 3 đơn, để riêng 1 việc và không gì sai
    Và máy chủ đã cộng 19 điểm và trừ 0 điểm

  Kịch bản: Thu đơn của khách sau không đụng tới điểm của đơn đang giữ
    Cho Lan đã mở ca, quầy có mạng
    Khi quét thẻ của Ánh
    Và quét gạo
    Và dùng tối đa điểm
    Và nhấn F6
    Thì thấy "Sẵn sàng bán"
    Khi quét thẻ của Khôi
    Và quét gạo
    Và dùng tối đa điểm
    Và thu đủ tiền mặt
    Và nhấn F7
    Thì phải trả 99.150
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai
    Và đơn thứ 1 dùng 190 điểm
    Và đơn thứ 2 dùng 180 điểm
    Và máy chủ đã cộng 22 điểm và trừ 370 điểm

  Kịch bản: Mở chương trình lần hai trên cùng quầy thì bị từ chối, đơn không thành hai
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi quét gạo
    Và mở chương trình thêm lần nữa thì bị từ chối
    Và thu đủ tiền mặt
    Thì sổ có 1 đơn
