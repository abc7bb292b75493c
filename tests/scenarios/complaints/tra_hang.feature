# language: vi
Tính năng: Trả hàng thì điểm và tiền về đúng chỗ
  Bối cảnh:
    Cho Lan đã mở ca, quầy có mạng

  Kịch bản: Mua lấy điểm rồi trả hàng thì điểm quay về như chưa mua, và trả một lần thôi
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và khách đem đơn vừa bán tới trả hết
    Thì thấy "Thu hồi điểm đã cộng"
    Khi bấm "Trả 195.000"
    Thì thấy "Đã nhận lại hàng"
    Khi nhấn F9
    Thì thấy "Đã trả hết"
    Khi gõ "Q2-000001" rồi Enter
    Thì không còn thấy "Trả 195.000"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 lần trả hàng, trả 195.000, thu hồi 19 điểm, hoàn 0 điểm
    Và máy chủ nợ khách 21.280 điểm

  Kịch bản: Trả một nửa đơn đã trả bằng điểm thì hoàn nửa số điểm, tiền mặt chỉ phần tiền mặt
    Khi quét thẻ của Khôi
    Và quét gạo 2 lần
    Và dùng tối đa điểm
    Thì phải trả 195.000
    Khi thu đủ tiền mặt
    Và khách đem đơn vừa bán tới trả
    Và gõ "1"
    Thì thấy "Hoàn điểm đã dùng"
    Khi bấm "Trả 97.500"
    Thì thấy "Đã nhận lại hàng"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 lần trả hàng, trả 97.500, thu hồi 10 điểm, hoàn 195 điểm

  Kịch bản: Chương trình đổi rồi mới trả hàng thì tính theo ngày mua, điểm cũ không đổi
    Khi quét thẻ của Đức
    Và quét gạo
    Và thu đủ tiền mặt
    Và cửa hàng công bố chương trình điểm gấp đôi, sửa tên ưu đãi rau
    Và quét thẻ của Đức
    Và cân rau được "1" kg
    Thì thấy "Lần này cộng +4 điểm"
    Và thấy "Rau củ quả giảm 10 %"
    Khi nhấn F2
    Và bấm "Bỏ đơn"
    Và khách đem đơn vừa bán tới trả hết
    Và bấm "Trả 195.000"
    Thì thấy "Đã nhận lại hàng"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 lần trả hàng, trả 195.000, thu hồi 19 điểm, hoàn 0 điểm
    Và máy chủ nợ khách 21.280 điểm

  Kịch bản: Ưu đãi mỗi người một lần thì lần thứ hai không được, trả hàng rồi lại được
    Khi quét thẻ của Đức
    Và quét gạo
    Và quét mã "9300000020277"
    Thì phải trả 180.000
    Khi thu đủ tiền mặt
    Và quét thẻ của Đức
    Và quét gạo
    Và quét mã "9300000020277"
    Thì thấy "Đã dùng hết 1/1 lần"
    Và phải trả 195.000
    Khi nhấn F2
    Và bấm "Bỏ đơn"
    Và khách đem đơn vừa bán tới trả hết
    Và bấm "Trả 180.000"
    Thì thấy "Đã nhận lại hàng"
    Khi nhấn Escape
    Và nhấn Escape
    Và quét thẻ của Đức
    Và quét gạo
    Và quét mã "9300000020277"
    Thì phải trả 180.000
    Và máy chủ có đủ và không gì sai

  Kịch bản: Thẻ quà tặng bán rồi hủy thì hết tiền, không ai trả được bằng thẻ đó
    Khi quét mã "9500000000000014"
    Thì thấy "Số tiền nạp vào thẻ quà tặng"
    Khi gõ "200000" rồi Enter
    Thì thấy "Nạp thẻ quà tặng •••• 0014"
    Khi thu đủ tiền mặt
    Và chờ đồng bộ xong
    Và hủy đơn vừa nạp thẻ, chờ máy chủ nếu phải chờ
    Và quét gạo
    Và sang màn thanh toán
    Và quét mã "9500000000000014"
    Thì thấy "không còn tiền"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 đơn
