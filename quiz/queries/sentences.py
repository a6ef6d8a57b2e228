"""Problems of items and files as sentences for whoever reads. The rules return codes; every door speaks by these."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.rules.draft import Problem

SENTENCES = {
    "not_toml": gettext_lazy("Tệp không đọc được: %s"),
    "not_a_bank_file": gettext_lazy("Tệp thiếu dòng topic hoặc danh sách câu hỏi."),
    "not_topics": gettext_lazy("Danh sách chủ đề không đọc được: %s"),
    "not_series": gettext_lazy("Danh sách chuỗi một giá trị không đọc được: %s"),
    "not_csv": gettext_lazy("Danh sách dữ kiện không đọc được: %s"),
    "column_missing": gettext_lazy("Danh sách dữ kiện thiếu cột %s."),
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
    "untrue_in_window": gettext_lazy("Câu trong đề không đúng vào mọi ngày của cuộc thi (từ %s đến %s)."),
    "contest_unknown": gettext_lazy("Không có cuộc thi nào mang mã này."),
    "not_frozen": gettext_lazy("Cuộc thi chưa công bố nên chưa có đề."),
}


def sentence(problem: Problem) -> str:
    """One problem for a person: where, then what, with open ends of a span written out."""
    pattern = str(SENTENCES.get(problem.code, problem.code))
    places = pattern.count("%s")
    values = [value or "…" for value in problem.values]
    # fewer places than values: the last place takes the rest
    if len(values) > places > 0:
        values = [*values[: places - 1], ", ".join(values[places - 1 :])]
    return f"{problem.where}: {pattern % tuple(values[:places]) if places else pattern}"


def headline(errors: int) -> str:
    """The last line of a check."""
    return _("Không có lỗi.") if not errors else _("Có %(n)d lỗi.") % {"n": errors}
