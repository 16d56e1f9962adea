import pytest

from enduse.desk.accounts.roles import Role
from enduse.desk.evidence.services import About, Upload
from enduse.desk.pages.search import matching
from enduse.desk.record.models import Event
from enduse.desk.registers import services
from enduse.desk.registers.models import Agency, Party, Product
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError


def test_a_country_is_kept_as_its_code_however_it_is_written(ana):
    agency = services.add_entry(Agency, actor=ana, fields={"name": "Border", "country": "Kenya"})
    assert agency.country == "KEN"
    with pytest.raises(InvalidInputError, match="country"):
        services.add_entry(Agency, actor=ana, fields={"name": "Border", "country": "Atlantis"})


def test_an_entry_needs_a_name(ana):
    with pytest.raises(InvalidInputError, match="name"):
        services.add_entry(Party, actor=ana, fields={"name": "  "})


def test_a_change_is_on_record_with_what_stood_before(product, ana):
    fields = {"name": "Vantage", "vendor": "Southlight", "description": product.description}
    services.change_entry(product, actor=ana, fields=fields, seen=1)
    event = Event.objects.get(verb="product:changed")
    assert event.body.content == {"vendor": {"was": "Northlight", "now": "Southlight"}}


def test_two_people_do_not_overwrite_each_other(product, ana):
    services.change_entry(product, actor=ana, fields={"name": "Vantage 2"}, seen=1)
    with pytest.raises(ConflictError):
        services.change_entry(product, actor=ana, fields={"name": "Vantage 3"}, seen=1)
    product.refresh_from_db()
    assert product.name == "Vantage 2"


def test_sales_may_not_change_a_product(product, user_with):
    with pytest.raises(NotAllowedError):
        services.change_entry(product, actor=user_with(Role.SALES), fields={"name": "x"}, seen=1)


def test_a_profile_is_followed_never_changed(product, ana):
    plates = "location.anpr"
    ids = services.engine().taxonomy.ids
    plates = plates if plates in ids else next(iter(ids))
    services.confirm_profile(product, actor=ana, capabilities=[plates], complete=True)
    services.confirm_profile(product, actor=ana, capabilities=[], complete=False)
    numbers = [(one.number, one.complete) for one in product.profiles.all()]
    assert numbers == [(2, False), (1, True)]


def test_a_capability_that_does_not_exist_is_refused(product, ana):
    with pytest.raises(InvalidInputError, match="capabilities"):
        services.confirm_profile(product, actor=ana, capabilities=["mind.reading"], complete=False)


def test_a_data_sheet_is_read_and_confirms_nothing_by_itself(product, ana):
    sheet = b"The camera reads number plates of every vehicle and searches them in a watchlist."
    profile = services.add_source(
        product, actor=ana, upload=Upload("sheet.txt", [sheet]), about=About("Sheet")
    )
    assert [seen["id"] for seen in profile.readings]
    assert profile.capabilities == []
    assert not profile.complete
    assert profile.source_file.title == "Sheet"


def test_an_entry_is_found_by_whole_words_in_any_script(ana):
    services.add_entry(Party, actor=ana, fields={"name": "Строй Трейдинг"})
    services.add_entry(Party, actor=ana, fields={"name": "Norvik", "other_names": "Norvik FZE"})
    assert matching(Party.objects.all(), "NORVIK fze").count() == 1
    assert matching(Party.objects.all(), "treyding").count() == 1
    assert matching(Party.objects.all(), "norv").count() == 0
    assert matching(Party.objects.all(), "!!").count() == 0


def test_a_renamed_entry_is_found_by_its_new_name_only(product, ana):
    services.change_entry(product, actor=ana, fields={"name": "Meridian"}, seen=1)
    assert matching(Product.objects.all(), "meridian").count() == 1
    assert matching(Product.objects.all(), "vantage").count() == 0
