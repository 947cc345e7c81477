"""Making spaces and changing what they say."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.models import Decision, Membership, Policy, RoleName, Space, SpaceKind, Verdict
from cop.spaces import commands
from tests.people import key


def make(actor, kind, name, **sides) -> Space:
    return commands.create_space(actor_id=actor.id if actor else None, kind=kind, name=name, **sides)


def reads(person, space) -> bool:
    return policy.can_read_space(policy.load_actor(person.id), db.get(Space, space.id))


class TestMaking:
    def test_a_cohort_is_staffs_to_make_and_to_read(self, world):
        cohort = make(world.staff, SpaceKind.COHORT, "Cohort 3 (Preston)", purpose="Third", about="*Hello*")

        assert (cohort.slug, cohort.policy) == ("cohort-3-preston", Policy.FIRST_HELD)
        assert cohort.about_html == "<p><em>Hello</em></p>"
        assert reads(world.staff, cohort)
        assert not reads(world.ann, cohort)

    def test_a_set_is_closed_to_staff_and_to_the_cohorts_moderators(self, world):
        made = make(world.ann, SpaceKind.SET, "Set B", parent_id=world.cohort.id, leader_id=world.bob.id)

        assert (made.slug, made.policy) == ("cohort-1-set-b", Policy.OPEN)
        assert reads(world.bob, made)
        assert not reads(world.ann, made)
        assert not reads(world.staff, made)

    def test_its_first_facilitator_or_moderator_comes_with_it(self, world):
        made = make(world.staff, SpaceKind.SET, "Set B", parent_id=world.cohort.id, leader_id=world.bob.id)
        group = make(world.staff, SpaceKind.GROUP, "North West", leader_id=world.bob.id)

        assert Membership.of(world.bob.id, made.id).current_roles == {RoleName.FACILITATOR}
        assert Membership.of(world.bob.id, group.id).current_roles == {RoleName.MODERATOR}
        logged = db.session.scalars(sa.select(Decision.verdict).where(Decision.person_id == world.bob.id))
        assert logged.all() == [Verdict.ADD_MEMBER, Verdict.ADD_MEMBER]

    def test_the_operator_makes_anything_and_leaves_no_decision(self, world):
        made = make(None, SpaceKind.COHORT, "Cohort 4", slug="cohort-4", leader_id=world.bob.id)

        assert Membership.of(world.bob.id, made.id).current_roles == {RoleName.MODERATOR}
        assert db.session.scalars(sa.select(Decision)).all() == []

    def test_nobody_leads_what_they_make(self, world):
        with pytest.raises(Forbidden):
            make(world.staff, SpaceKind.COHORT, "Mine", leader_id=world.staff.id)
        with pytest.raises(Forbidden):
            make(world.ann, SpaceKind.SET, "Mine", parent_id=world.cohort.id, leader_id=world.ann.id)

    def test_a_moderator_names_a_facilitator(self, world):
        with pytest.raises(Invalid):
            make(world.ann, SpaceKind.SET, "Set B", parent_id=world.cohort.id)

    def test_names_may_repeat_and_addresses_do_not(self, world):
        slugs = [
            make(world.staff, SpaceKind.GROUP, name).slug for name in ("North", "North", "north!", "New")
        ]

        assert slugs == ["north", "north-2", "north-3", "new-2"]

    def test_the_form_sent_twice_makes_one(self, world):
        form = {"purpose": "Once", "key": key()}
        first = make(world.staff, SpaceKind.COHORT, "Cohort 5", **form)
        again = make(world.staff, SpaceKind.COHORT, "Cohort 5", **form)

        assert first.id == again.id
        with pytest.raises(Conflict):
            make(world.staff, SpaceKind.COHORT, "Cohort 6", **form)

    def test_who_makes_the_same_at_the_same_moment_is_told_to_look(self, world):
        """Another process takes the address between our look and our row."""

        @contextmanager
        def rival(column: str, value: str):
            def take(session, *_):
                made = any(isinstance(row, Space) for row in session.new)
                if made and not taken:
                    taken.append(column)
                    session.connection().execute(
                        sa.insert(Space).values(
                            **{"slug": "rival", "kind": "group", "name": "R", column: value}
                        )
                    )

            taken: list[str] = []
            sa.event.listen(db.session, "before_flush", take)
            yield
            sa.event.remove(db.session, "before_flush", take)
            assert taken

        with rival("slug", "north"), pytest.raises(Conflict):
            make(world.staff, SpaceKind.GROUP, "North")
        with rival("name", None), pytest.raises(sa.exc.IntegrityError):  # another mistake is not told as this
            make(world.staff, SpaceKind.GROUP, "North")

    def test_there_is_one_network(self, world):
        with pytest.raises(Conflict):
            make(None, SpaceKind.NETWORK, "Another")

    def test_a_set_belongs_to_a_cohort(self, world):
        for parent_id in (None, world.network.id):
            with pytest.raises(Invalid):
                make(world.staff, SpaceKind.SET, "Set B", parent_id=parent_id)

    def test_the_programme_must_be_there_and_passes_to_the_set(self, world):
        programme = commands.create_programme(actor_id=None, name="Leading Cultures")
        cohort = make(world.staff, SpaceKind.COHORT, "Cohort 7", programme_id=programme.id)
        made = make(world.staff, SpaceKind.SET, "Set A", parent_id=cohort.id)

        assert made.programme_id == programme.id
        with pytest.raises(NotFound):
            make(world.staff, SpaceKind.COHORT, "Cohort 8", programme_id=10**9)

    @pytest.mark.parametrize("kind", [SpaceKind.PAIR, SpaceKind.DIRECT])
    def test_pairs_and_conversations_are_not_made_so(self, world, kind):
        with pytest.raises(Invalid):
            make(world.staff, kind, "Us")

    @pytest.mark.parametrize("name", ["", "  ", "x" * 121, "!!!"])
    def test_the_name_must_be_one(self, world, name):
        with pytest.raises(Invalid):
            make(world.staff, SpaceKind.COHORT, name)

    def test_mallory_and_bob_make_nothing(self, world):
        for actor, refusal in ((world.mallory, NotFound), (world.bob, Forbidden)):
            with pytest.raises(refusal):
                make(actor, SpaceKind.SET, "Set B", parent_id=world.cohort.id, leader_id=world.bob.id)
            with pytest.raises(Forbidden):
                make(actor, SpaceKind.COHORT, "Mine")
            with pytest.raises(Forbidden):
                make(actor, SpaceKind.GROUP, "Mine")

    def test_a_leader_must_be_somebody_the_maker_may_know(self, world):
        @db.command
        def hide():
            db.lock(type(world.mallory), world.mallory.id).is_listed = False

        hide()
        sides = {"parent_id": world.cohort.id, "leader_id": world.mallory.id}
        with pytest.raises(NotFound):
            make(world.ann, SpaceKind.SET, "Set B", **sides)
        assert make(world.staff, SpaceKind.SET, "Set B", **sides)


class TestEditing:
    def test_moderators_say_what_it_is_and_the_address_stays(self, world):
        space = commands.edit_space(
            actor_id=world.ann.id, space_id=world.cohort.id, name=" First  cohort ", purpose="", about="# Us"
        )

        assert (space.name, space.slug, space.about_html) == ("First cohort", "cohort-1", "<h3>Us</h3>")

    def test_others_do_not(self, world):
        for actor, refusal in (
            (world.bob, Forbidden),
            (world.staff, Forbidden),
            (world.mallory, NotFound),
        ):
            with pytest.raises(refusal):
                commands.edit_space(
                    actor_id=actor.id, space_id=world.cohort.id, name="Mine", purpose="", about=""
                )


class TestPolicy:
    def test_is_logged_and_turns_the_roster(self, world):
        before = db.get(Space, world.cohort.id).roster
        for _ in range(2):
            space = commands.set_space_policy(
                actor_id=world.ann.id, space_id=world.cohort.id, policy=Policy.ALL_HELD
            )

        assert space.roster == before + 1
        logged = db.session.execute(sa.select(Decision.verdict, Decision.reason)).all()
        assert logged == [(Verdict.SET_POLICY, "all_held")]

    def test_others_do_not(self, world):
        for actor, refusal in ((world.bob, Forbidden), (world.staff, Forbidden), (world.mallory, NotFound)):
            with pytest.raises(refusal):
                commands.set_space_policy(actor_id=actor.id, space_id=world.cohort.id, policy=Policy.ALL_HELD)
        assert db.get(Space, world.cohort.id).policy is Policy.OPEN


class TestProgrammes:
    def test_are_entered_once_by_staff(self, world):
        programme = commands.create_programme(
            actor_id=world.staff.id, name="R&D Leaders", parent="Wider", summary="Pairs", status="ended"
        )

        assert (programme.slug, programme.status) == ("r-d-leaders", "ended")
        with pytest.raises(Conflict):
            commands.create_programme(actor_id=world.staff.id, name="R&D Leaders")

    def test_others_do_not_and_the_status_is_a_word(self, world):
        with pytest.raises(Forbidden):
            commands.create_programme(actor_id=world.ann.id, name="Mine")
        with pytest.raises(Invalid):
            commands.create_programme(actor_id=None, name="Mine", status="over")
