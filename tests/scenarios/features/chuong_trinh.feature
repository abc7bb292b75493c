# language: vi
Tính năng: Chương trình
  Quản lý đổi chương trình ngay tại quầy, và thấy trước những gì sẽ đổi.

  Kịch bản: Quản lý công bố chương trình mới, đơn sau tính theo đó
    Cho quản lý có tệp chương trình mới, rau giảm 50 %
    Và Lan đã mở ca, quầy có mạng
    Khi Lan rời quầy
    Và Hà đăng nhập
    Và mở "Chương trình" trong nhóm "Cửa hàng"
    Thì thấy "Đang áp dụng từ"
    Khi nhấn F9
    Và gõ đường dẫn của tệp đó rồi Enter
    Thì thấy "Khuyến mãi: Rau củ giảm 10 %"
    Và thấy "Phần trăm: 10 % → 50 %"
    Khi nhấn F9
    Thì thấy "sẽ áp dụng ở mọi quầy"
    Khi nhấn Return
    Và gõ "3690" rồi Enter
    Thì thấy "Quầy này áp dụng ngay"
    Và thấy "số 2 · Đang áp dụng"
    Khi nhấn Escape
    Và cân rau được "1" kg
    Thì phải trả 12.450
    Khi thu đủ tiền mặt
    Thì máy chủ có đủ và không gì sai

  Kịch bản: Tệp có lỗi thì chưa gửi gì, sửa xong đọc lại
    Cho quản lý có tệp chương trình mới, rau giảm 500 %
    Và Lan đã mở ca, quầy có mạng
    Khi Lan rời quầy
    Và Hà đăng nhập
    Và mở "Chương trình" trong nhóm "Cửa hàng"
    Thì thấy "Đang áp dụng từ"
    Khi nhấn F9
    Và gõ đường dẫn của tệp đó rồi Enter
    Thì thấy "promotion[1].percent"
    Khi quản lý sửa tệp, rau giảm 20 %
    Và nhấn F9
    Thì thấy "Phần trăm: 10 % → 20 %"
    Khi nhấn Escape
    Và nhấn Escape
    Và nhấn F6
    Thì thấy "số 1"
    Và không còn thấy "số 2"

  Kịch bản: Mất mạng thì nói rõ là chưa có gì thay đổi, có mạng thì bấm lại
    Cho quản lý có tệp chương trình mới, rau giảm 50 %
    Và Lan đã mở ca, quầy có mạng
    Khi Lan rời quầy
    Và Hà đăng nhập
    Và mở "Chương trình" trong nhóm "Cửa hàng"
    Thì thấy "Đang áp dụng từ"
    Khi nhấn F9
    Và gõ đường dẫn của tệp đó rồi Enter
    Thì thấy "Phần trăm: 10 % → 50 %"
    Khi mất mạng
    Và nhấn F9
    Và nhấn Return
    Và gõ "3690" rồi Enter
    Thì thấy "Chưa có gì thay đổi"
    Khi có mạng lại
    Và nhấn Return
    Thì thấy "Quầy này áp dụng ngay"
