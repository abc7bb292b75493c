# language: vi
Tính năng: Dùng quyền lợi của hội viên
  Bấm là tính một lần, không bao giờ quá số lần; bấm nhầm thì hủy được khi khách còn đó.

  Bối cảnh:
    Cho Lan đã mở ca, quầy có mạng

  Kịch bản: Khách vào phòng chờ, không mua gì
    Khi quét thẻ của Ánh
    Thì thấy "Phòng chờ: còn 2 trong 2 lần"
    Và không còn thấy "đang hỏi máy chủ…"
    Khi nhấn F5
    Và gõ "1"
    Và nhấn Return
    Thì thấy "còn 1 lần trong kỳ này"
    Và thấy "Phòng chờ: còn 1 trong 2 lần"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 lần dùng quyền lợi, hủy 0 lần

  Kịch bản: Bấm nhầm thì hủy ngay
    Khi quét thẻ của Ánh
    Thì thấy "Phòng chờ: còn 2 trong 2 lần"
    Và không còn thấy "đang hỏi máy chủ…"
    Khi nhấn F5
    Và gõ "1"
    Và nhấn Return
    Và bấm "Hủy lần này"
    Thì thấy "Đã hủy lần dùng"
    Và thấy "Phòng chờ: còn 2 trong 2 lần"
    Và máy chủ có đủ và không gì sai
    Và sổ có 1 lần dùng quyền lợi, hủy 1 lần

  Kịch bản: Mất mạng thì dùng được lượt đã giữ cho quầy này, và chỉ lượt đó
    Khi quét thẻ của Ánh
    Thì thấy "Phòng chờ: còn 2 trong 2 lần"
    Và không còn thấy "đang hỏi máy chủ…"
    Khi mất mạng
    Và nhấn F5
    Và gõ "1"
    Và nhấn Return
    Thì thấy "còn 1 lần trong kỳ này"
    Khi nhấn F5
    Và gõ "1"
    Thì thấy "Hủy lần vừa dùng"
    Và không còn thấy "Dùng một lần"
    Khi nhấn Escape
    Và có mạng lại
    Thì máy chủ có đủ và không gì sai
    Và sổ có 1 lần dùng quyền lợi, hủy 0 lần
