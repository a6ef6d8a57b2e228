from datetime import date

from schools.rules.namesakes import BIRTHDAY, Listed, told_apart


def one(key, name="Nguyễn Văn An", group=1, born=None, code="", number=0):
    return Listed(key, name, group, born, code, number)


def apart(*people, **how):
    return told_apart(people, str, **how)


def test_nothing_is_said_where_names_or_classes_differ():
    born = date(2011, 2, 1)
    assert apart(one(1, born=born), one(2, "Nguyễn Văn Ân", born=born), one(3, group=2, born=born)) == {}


def test_birth_dates_come_first_then_codes_then_numbers():
    first, second = date(2011, 2, 1), date(2011, 3, 4)
    assert apart(one(1, born=first, code="A", number=5), one(2, born=second)) == {1: "01/02/2011", 2: "04/03/2011"}
    assert apart(one(1, born=first, code="A", number=5), one(2, born=first, code="B")) == {1: "A", 2: "B"}
    assert apart(one(1, born=first, number=5), one(2, born=first, number=6)) == {1: "STT 5", 2: "STT 6"}
    assert apart(one(1, born=first, code="A"), one(2, code="B")) == {1: "01/02/2011", 2: "B"}


def test_what_a_namesake_has_too_tells_nobody_apart():
    born = date(2011, 2, 1)
    assert apart(one(1, born=born), one(2, born=born), one(3, born=date(2011, 3, 4))) == {3: "04/03/2011"}
    assert apart(one(1, number=5), one(2, number=5)) == {}
    assert apart(one(1), one(2)) == {}


def test_classmates_read_no_year_of_birth_and_what_they_read_still_differs():
    born = (date(2011, 2, 1), date(2011, 3, 4), date(2010, 2, 1))
    assert apart(one(1, born=born[0]), one(2, born=born[1]), day=BIRTHDAY) == {1: "01/02", 2: "04/03"}
    assert apart(one(1, born=born[0], code="A"), one(2, born=born[2], code="B"), day=BIRTHDAY) == {1: "A", 2: "B"}


def test_spellings_of_one_name_are_one_name():
    people = one(1, "Lê Hòa", number=1), one(2, "lê  HOÀ", number=2)
    assert apart(*people) == {1: "STT 1", 2: "STT 2"}
    assert apart(one(1, "ថាច់ សុភា", number=1), one(2, "ថាច់ សុភី", number=2)) == {}
