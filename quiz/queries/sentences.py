"""Problems of items and files as sentences for whoever reads. The rules return codes; every door speaks by these."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.models.question import Kind
from quiz.rules.draft import Problem

SENTENCES = {
    "not_toml": gettext_lazy("Tệp không đọc được: %s"),
    "not_a_bank_file": gettext_lazy("Tệp thiếu dòng topic hoặc danh sách câu hỏi."),
    "not_topics": gettext_lazy("Danh sách chủ đề không đọc được: %s"),
    "not_series": gettext_lazy("Danh sách chuỗi một giá trị không đọc được: %s"),
    "not_csv": gettext_lazy("Danh sách dữ kiện không đọc được: %s"),
    "column_missing": gettext_lazy("Thiếu cột %s."),
    "file_missing": gettext_lazy("Không tìm thấy tệp."),
    "fact_bad": gettext_lazy("Dữ kiện %s có ô trống hoặc ngày không có thật."),
    "fact_twice": gettext_lazy("Dữ kiện %s có hai dòng."),
    "field_unknown": gettext_lazy("Không có mục nào tên %s."),
    "field_bad": gettext_lazy("Mục %s sai kiểu."),
    "id_bad": gettext_lazy("Mã câu “%s” thiếu hoặc sai; chỉ dùng chữ thường, số và gạch nối."),
    "day_bad": gettext_lazy("Mục %s không phải ngày có thật: %s"),
    "slug_twice": gettext_lazy("Mã câu dùng hai lần."),
    "topic_unknown": gettext_lazy("Chủ đề chưa khai báo."),
    "pillar_unknown": gettext_lazy("Trụ cột không có trong danh sách."),
    "level_unknown": gettext_lazy("Mức độ không có trong danh sách."),
    "shelf_unknown": gettext_lazy("Kho phải là open hoặc kept."),
    "kind_unknown": gettext_lazy("Dạng câu không có trong danh sách."),
    "kind_changed": gettext_lazy("Câu đã nạp không đổi dạng được; hãy đặt mã mới."),
    "no_source": gettext_lazy("Thiếu tên nguồn hoặc địa chỉ nguồn."),
    "no_english": gettext_lazy("Thiếu tiếng Anh ở câu hỏi, phương án hoặc giải thích."),
    "no_vietnamese": gettext_lazy("Thiếu tiếng Việt ở câu hỏi, phương án hoặc giải thích."),
    "no_key": gettext_lazy("Thiếu đáp án."),
    "key_count": gettext_lazy("Số đáp án không hợp với dạng câu."),
    "key_unknown": gettext_lazy("Đáp án chỉ vào phương án không có."),
    "options_count": gettext_lazy("Cần từ 3 đến 6 phương án."),
    "options_same": gettext_lazy("Có hai phương án giống nhau."),
    "span_backward": gettext_lazy("Ngày hết hiệu lực đứng trước ngày bắt đầu."),
    "no_fact": gettext_lazy("Chưa dẫn dữ kiện nào."),
    "fact_unknown": gettext_lazy("Dữ kiện %s không có trong danh sách."),
    "fact_not_high": gettext_lazy("Dữ kiện %s chưa đủ chắc chắn (cần mức high)."),
    "span_outside_fact": gettext_lazy("Hiệu lực của câu vượt ra ngoài hiệu lực của dữ kiện %s (từ %s đến %s)."),
    "series_overlap": gettext_lazy("Hai dữ kiện %s và %s cùng đúng từ %s đến %s."),
    "not_blueprints": gettext_lazy("Danh sách khung đề không đọc được: %s"),
    "not_pictures": gettext_lazy("Danh sách hình không đọc được: %s"),
    "picture_unknown": gettext_lazy("Hình %s không có trong danh sách."),
    "no_alt": gettext_lazy("Hình thiếu lời mô tả ở một trong hai thứ tiếng."),
    "band_unknown": gettext_lazy("Cấp học không có trong danh sách."),
    "key_no_number": gettext_lazy("Đáp án phải là số, hoặc hai số từ nhỏ đến lớn."),
    "key_long": gettext_lazy("Đáp án dài hơn 80 ký tự nên học sinh không gõ đủ được."),
    "all_or_none": gettext_lazy("Có phương án nói về các phương án khác (“tất cả”, “không phương án nào”)."),
    "options_overlap": gettext_lazy("Hai phương án chồng lên nhau: “%s” và “%s”."),
    "options_mixed": gettext_lazy("Các phương án không cùng dạng (số, ngày, chữ, dấu chấm cuối)."),
    "absolute_words": gettext_lazy("Phương án có từ tuyệt đối: %s."),
    "key_long_option": gettext_lazy("Đáp án dài hơn hẳn các phương án khác."),
    "partner_long": gettext_lazy("Vế ghép quá dài cho màn hình nhỏ: “%s”."),
    "negation_unmarked": gettext_lazy("Câu hỏi phủ định cần viết hoa từ phủ định (KHÔNG, TRỪ)."),
    "clue_in_stem": gettext_lazy("Cụm từ “%s” có ở câu hỏi và chỉ ở đáp án."),
    "stem_long": gettext_lazy("Câu hỏi dài %s tiếng; cấp học này nên dưới %s."),
    "alt_gives_key": gettext_lazy("Lời mô tả hình nói ra đáp án “%s”."),
    "numbers_differ": gettext_lazy("Số hoặc ngày ở hai thứ tiếng không khớp: %s."),
    "source_not_own": gettext_lazy("Nguồn %s là trang chép lại; hãy dẫn trang của chính cơ quan."),
    "nearly_same": gettext_lazy("Gần như trùng với câu %s (%s)."),
    "mix_short": gettext_lazy("có %s, cần %s."),
    # files of questions
    "not_qti": gettext_lazy("Trong gói không có câu hỏi QTI nào."),
    "range_open": gettext_lazy("Khoảng số thiếu một đầu."),
    "operator_not_carried": gettext_lazy("Câu chấm bằng phép tính riêng “%s”."),
    "processing_not_carried": gettext_lazy("Cách chấm “%s” không chuyển được thành đáp án."),
    "identifier_twice": gettext_lazy("Hai phương án trùng mã hoặc thiếu mã."),
    "option_empty": gettext_lazy("Phương án %s không có chữ (chỉ có hình hoặc công thức)."),
    "order_bad": gettext_lazy("Thứ tự đúng không gồm đủ các mục."),
    "part_missing": gettext_lazy("Trong gói không có tệp %s."),
    "part_outside": gettext_lazy("Địa chỉ %s chỉ ra ngoài gói."),
    "not_an_item": gettext_lazy("Tệp không phải câu hỏi (%s)."),
    # what a file has and we do not keep, or we have and a format does not
    "manifest_missing": gettext_lazy("Gói không có imsmanifest.xml."),
    "not_in_manifest": gettext_lazy("Câu không có trong danh mục của gói."),
    "rubric_dropped": gettext_lazy("Bỏ lời dặn không dành cho học sinh hoặc của cả bài."),
    "processing_not_kept": gettext_lazy("Cách chấm riêng (%s) không được giữ; lấy đáp án đã khai."),
    "language_not_vietnamese": gettext_lazy("Câu ghi là tiếng “%s”; chữ được xếp vào phần tiếng Việt."),
    "package_full": gettext_lazy("Gói đã đầy; câu không ghi vào được."),
    "cell_error": gettext_lazy("Ô ở cột %s có lỗi Excel %s."),
    "key_digits_bad": gettext_lazy("Không hiểu đáp án “%s”; mẫu Kahoot! ghi số 1 đến 4, ví dụ 1 hoặc 1,3."),
    "key_bad": gettext_lazy("Không hiểu đáp án “%s”; hãy ghi A hoặc A, C."),
    "number_unclear": gettext_lazy("Số “%s” hiểu được hai cách; hãy viết liền 1967 hoặc 1,9670."),
    "key_conflict": gettext_lazy("Các dấu hiệu đáp án mâu thuẫn: %s và %s."),
    "number_twice": gettext_lazy("Có nhiều câu mang số %s."),
    "column_twice": gettext_lazy("Cột %s có hai lần."),
    "no_headings": gettext_lazy("Không thấy dòng tiêu đề (Câu hỏi, Đáp án…)."),
    "not_a_workbook": gettext_lazy("Đây không phải tệp Excel .xlsx."),
    "old_excel": gettext_lazy("Tệp .xls cũ; hãy lưu lại thành .xlsx."),
    "too_many_columns": gettext_lazy("Trang tính có quá nhiều cột."),
    "not_kahoot": gettext_lazy("Không phải mẫu bảng tính Kahoot!."),
    "not_a_word_file": gettext_lazy("Đây không phải tệp Word .docx."),
    "old_word": gettext_lazy("Tệp Word cũ (.doc, .rtf); hãy lưu lại thành .docx."),
    "no_questions": gettext_lazy("Không thấy câu nào (Câu 1., Câu 2.…)."),
    "value_not_kept": gettext_lazy("Cột %s: không giữ được “%s”."),
    "column_unknown": gettext_lazy("Không nhận ra cột “%s” nên bỏ qua."),
    "sheet_not_read": gettext_lazy("Trang này không được đọc."),
    "time_limits_not_kept": gettext_lazy("Thời gian từng câu không giữ lại."),
    "line_not_read": gettext_lazy("Dòng không thuộc câu nào: “%s”."),
    "table_not_kept": gettext_lazy("Bảng thành chữ thường: “%s”."),
    "textbox_not_read": gettext_lazy("Có hộp văn bản không đọc được."),
    "equation_not_kept": gettext_lazy("Công thức chỉ còn là chữ: “%s”."),
    "object_not_read": gettext_lazy("Có công thức cũ, biểu đồ hoặc đối tượng không đọc được."),
    "symbol_not_read": gettext_lazy("Có ký hiệu không đọc được: %s."),
    "footnote_not_read": gettext_lazy("Có chú thích chân trang không đọc."),
    "key_table_unclear": gettext_lazy("Bảng đáp án có nhiều mã đề nên không dùng được."),
    "key_without_question": gettext_lazy("Đáp án không có câu hỏi: %s."),
    "text_over_limit": gettext_lazy("“%s” dài %s ký tự; Kahoot! nhận tối đa %s."),
    "too_many_for_template": gettext_lazy("Có %s câu; mẫu Kahoot! có %s dòng."),
    "drawing_needs_new_word": gettext_lazy("Hình %s cần Word 2016 trở lên."),
    "text_not_read_back": gettext_lazy("In được, nhưng đọc lại tệp này có thể tách sai câu."),
    "untrue_in_window": gettext_lazy("Câu trong đề không đúng vào mọi ngày của cuộc thi (từ %s đến %s)."),
    "contest_unknown": gettext_lazy("Không có cuộc thi nào mang mã này."),
    "not_frozen": gettext_lazy("Cuộc thi chưa công bố nên chưa có đề."),
}

# of files from elsewhere, and of what a format cannot carry
FILES = {
    "topic_not_ours": gettext_lazy("Ngân hàng không có chủ đề “%s”; câu vào chủ đề đã chọn."),
    "format_not_read": gettext_lazy("Định dạng này chỉ để xuất ra, không nhập vào được."),
    "unknown_format": gettext_lazy("Không nhận ra định dạng của tệp “%s”."),
    "empty_file": gettext_lazy("Tệp trống."),
    "too_large": gettext_lazy("Tệp quá lớn, hoặc mở ra thì quá lớn."),
    "too_large_unpacked": gettext_lazy("Tệp quá lớn, hoặc mở ra thì quá lớn."),
    "too_many_items": gettext_lazy("Tệp có quá nhiều câu; hãy chia thành nhiều tệp."),
    "too_many_entries": gettext_lazy("Tệp nén chứa quá nhiều tệp con."),
    "too_deep": gettext_lazy("Tệp lồng nhau quá sâu nên không đọc."),
    "not_text": gettext_lazy("Tệp này không phải văn bản UTF-8. Hãy lưu lại với bảng mã UTF-8."),
    "not_moodle_xml": gettext_lazy("Tệp này không phải Moodle XML."),
    "has_dtd": gettext_lazy("Tệp có phần khai báo DTD, có thể gây hại nên không đọc."),
    "broken_file": gettext_lazy("Tệp bị hỏng hoặc bị cắt ngang."),
    "doubled_name": gettext_lazy("Tệp nén có hai tệp con trùng tên."),
    "unsafe_name": gettext_lazy("Tệp nén có tệp con mang tên nguy hiểm: %s"),
    "linked_part": gettext_lazy("Tệp nén có lối tắt trỏ ra ngoài: %s"),
    "locked_file": gettext_lazy("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi thử lại."),
    "macros": gettext_lazy("Tệp có macro. Hãy lưu lại không kèm macro."),
    "kind_not_carried": gettext_lazy("Dạng câu này không chuyển được: %s."),
    "braces_unbalanced": gettext_lazy("Dấu ngoặc { } thiếu hoặc thừa."),
    "weight_bad": gettext_lazy("Tỉ lệ điểm “%s” không đọc được."),
    "weights_sum": gettext_lazy("Các tỉ lệ điểm cộng lại không bằng 100: %s."),
    "number_bad": gettext_lazy("Không phải con số: “%s”."),
    "tolerance_bad": gettext_lazy("Sai số cho phép “%s” không đọc được."),
    "range_reversed": gettext_lazy("Khoảng số viết ngược: số lớn đứng trước."),
    "ranges_several": gettext_lazy("Có nhiều khoảng số rời nhau; mỗi câu chỉ nhận một khoảng."),
    "match_bad": gettext_lazy("Cặp ghép thiếu một vế: “%s”."),
    "answer_unmarked": gettext_lazy("Có phương án không rõ đúng hay sai: “%s”."),
    "options_too_many": gettext_lazy("Quá nhiều phương án."),
    "stem_missing": gettext_lazy("Thiếu câu hỏi."),
    "text_too_long": gettext_lazy("Có đoạn chữ quá dài."),
    "question_missing": gettext_lazy("Có phương án hoặc đáp án mà không có câu hỏi."),
    "options_too_few": gettext_lazy("Quá ít phương án."),
    "option_out_of_order": gettext_lazy("Các phương án không theo thứ tự A, B, C."),
    "option_not_capital": gettext_lazy("Chữ cái của phương án phải viết hoa."),
    "answer_line_bad": gettext_lazy("Dòng ANSWER không đọc được."),
    "answer_unknown": gettext_lazy("Đáp án chỉ vào phương án không có."),
    "question_unfinished": gettext_lazy("Câu chưa có dòng đáp án."),
    "weight_not_kept": gettext_lazy("Điểm từng phần không giữ được: %s."),
    "wildcard_not_kept": gettext_lazy("Đáp án có dấu * (chữ bất kỳ) không giữ được: %s"),
    "kind_changed_to": gettext_lazy("Câu được đọc thành dạng khác: %s."),
    "case_not_kept": gettext_lazy("Yêu cầu phân biệt chữ hoa, chữ thường không giữ được."),
    "feedback_dropped": gettext_lazy("Lời nhận xét cho từng câu trả lời không giữ được."),
    "hint_dropped": gettext_lazy("Lời gợi ý không giữ được."),
    "units_dropped": gettext_lazy("Đơn vị đo không giữ được: %s"),
    "markup_dropped": gettext_lazy("Cách trình bày không giữ được: %s."),
    "picture_dropped": gettext_lazy("Hình không giữ được: %s"),
    "picture_refused": gettext_lazy("Hình không nhận được: %s."),
    "tags_dropped": gettext_lazy("Nhãn không giữ được: %s"),
    "category_not_kept": gettext_lazy("Thư mục câu hỏi không giữ được: %s"),
    "answer_not_carried": gettext_lazy("Cách viết đáp án này không ghi ra được: %s"),
    "fields_not_carried": gettext_lazy("Định dạng này không mang theo được: %s."),
    "language_missing": gettext_lazy("Câu không có nội dung bằng thứ tiếng đã chọn."),
    "stem_not_carried": gettext_lazy("Câu hỏi mở đầu giống một phương án hoặc đáp án nên không ghi ra được."),
}
# words that stand for themselves in a code's values
WORDS = {
    "picture": gettext_lazy("hình"),
    "remarks": gettext_lazy("lời nhắc ở phương án"),
    "explanation": gettext_lazy("giải thích"),
    "source": gettext_lazy("nguồn"),
    "marks": gettext_lazy("phân loại"),
    "essay": gettext_lazy("tự luận"),
    "description": gettext_lazy("đoạn mô tả"),
    "not_a_picture": gettext_lazy("không phải hình"),
    "unsafe": gettext_lazy("có thể gây hại"),
    "broken": gettext_lazy("bị hỏng"),
    "not_in_file": gettext_lazy("không có trong tệp"),
    "picture_unknown_form": gettext_lazy("không phải PNG, JPEG, GIF hoặc WebP"),
    "picture_too_large": gettext_lazy("quá lớn"),
    "picture_broken": gettext_lazy("bị hỏng"),
    "facts": gettext_lazy("dữ kiện"),
}
SPOKEN = frozenset({"kind_not_carried", "kind_changed_to", "picture_refused", "fields_not_carried"})
SENTENCES |= FILES


def sentence(problem: Problem) -> str:
    """One problem for a person: where (if anywhere), then what, with open ends of a span written out."""
    pattern = str(SENTENCES.get(problem.code, problem.code))
    places = pattern.count("%s")
    values = [value or "…" for value in problem.values]
    if problem.code in SPOKEN:
        values = [", ".join(_word(word) for word in value.split(", ")) for value in values]
    values += ["…"] * (places - len(values))
    # fewer places than values: the last place takes the rest
    if len(values) > places > 0:
        values = [*values[: places - 1], ", ".join(values[places - 1 :])]
    said = pattern % tuple(values[:places]) if places else pattern
    return f"{_place(problem.where)}: {said}" if problem.where else said


def _place(where: str) -> str:
    """Readers of files name places without words: #3 is the third question, L12 the twelfth line."""
    if found := re.fullmatch(r"#(\d+)", where):
        return _("Câu %s") % found[1]
    if found := re.fullmatch(r"L(\d+)", where):
        return _("Dòng %s") % found[1]
    return where


def _word(code: str) -> str:
    return str(WORDS.get(code) or (Kind(code).label if code in Kind.values else code))


def headline(errors: int) -> str:
    """The last line of a check."""
    return _("Không có lỗi.") if not errors else _("Có %(n)d lỗi.") % {"n": errors}
