package dev.rollcall.registration.link;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The links of one account, in the order of their creation: the newest of each purpose,
 * as many as {@link LinkPurpose} allows.
 */
public record Links(List<Link> all) {

	public static final Links NONE = new Links(List.of());

	public Links {
		all = List.copyOf(all);
	}

	/**
	 * Finds the link that a token opens.
	 * @param currentPassword the version of the account's password
	 */
	public Optional<Link> find(LinkToken token, Set<LinkPurpose> purposes, Instant now, long currentPassword) {
		return this.all.stream()
			.filter((link) -> purposes.contains(link.purpose()) && link.isOpenedBy(token, now, currentPassword))
			.findFirst();
	}

	/**
	 * Adds a link, which voids the oldest of its purpose if there are too many.
	 */
	public Links plus(Link link, Instant now) {
		Links valid = only((old) -> old.isValid(now));
		List<Link> same = valid.all.stream().filter((old) -> old.purpose() == link.purpose()).toList();
		List<Link> tooOld = same.subList(0, Math.max(0, same.size() + 1 - link.purpose().maxValid()));
		return new Links(
				Stream.concat(valid.all.stream().filter((old) -> !tooOld.contains(old)), Stream.of(link)).toList());
	}

	/**
	 * Returns whether one more undo link would void none.
	 */
	public boolean hasRoomToUndo(Instant now) {
		return this.all.stream()
			.filter((link) -> link.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE && link.isValid(now))
			.count() < LinkPurpose.UNDO_EMAIL_CHANGE.maxValid();
	}

	public Links without(LinkPurpose first, LinkPurpose... others) {
		Set<LinkPurpose> purposes = EnumSet.of(first, others);
		return only((link) -> !purposes.contains(link.purpose()));
	}

	/**
	 * Removes links to a new address that were created until a time.
	 */
	public Links withoutEmailChanges(Instant until) {
		return only((link) -> link.purpose() != LinkPurpose.EMAIL_CHANGE || link.createdAt().isAfter(until));
	}

	/**
	 * Removes all links except the undo links that are older than the used one, because
	 * they may be the owner's.
	 */
	public Links undone(Link used) {
		List<Link> earlier = this.all.subList(0, this.all.indexOf(used));
		return only((link) -> link.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE && earlier.contains(link));
	}

	private Links only(Predicate<Link> condition) {
		return new Links(this.all.stream().filter(condition).toList());
	}

}
