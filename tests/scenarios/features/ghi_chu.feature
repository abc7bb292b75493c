# language: vi
Tính năng: Ghi chú cho người trực sau
  Kịch bản: Khách khiếu nại giao chậm lúc mất mạng, ghi chú không mất và không ai đọc được trong nhật ký
    Cho Lan đã mở ca, quầy đang mất mạng
    Khi quét thẻ của Đức
    Và nhấn Ctrl+F4
    Và nhấn F2
    Thì thấy "Gõ ghi chú, hoặc chọn một câu bên dưới"
    Khi gõ "Đã khiếu nại giao chậm – tặng phiếu xin lỗi" rồi Enter
    Thì thấy "Đã ghi. Người trực sau sẽ thấy"
    Khi mất điện rồi có điện lại
    Và quét thẻ của Đức
    Thì thấy "Đã khiếu nại giao chậm – tặng phiếu xin lỗi"
    Khi có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và sổ có 1 ghi chú mà không có chữ nào của nó
