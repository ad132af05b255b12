package dev.rollcall.registration.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The valid links of one account: the newest of each purpose, and all undo links, so that
 * an attacker who changes the address twice cannot void the owner's link.
 */
public record Links(List<Link> all) {

	public static final Links NONE = new Links(List.of());

	private static final int MAX_UNDO = 8;

	public Links {
		all = List.copyOf(all);
	}

	/**
	 * Finds the link that a token opens.
	 */
	public Optional<Link> find(LinkToken token, Set<LinkPurpose> purposes, Instant now) {
		return this.all.stream()
			.filter((link) -> purposes.contains(link.purpose()) && link.isOpenedBy(token, now))
			.findFirst();
	}

	public Links plus(Link link, Instant now) {
		List<Link> next = new ArrayList<>(this.all.stream()
			.filter((old) -> now.isBefore(old.until()))
			.filter((old) -> old.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE || old.purpose() != link.purpose())
			.toList());
		next.add(link);
		return new Links(next);
	}

	/**
	 * Returns whether there is room for one more undo link.
	 */
	public boolean hasRoomToUndo(Instant now) {
		return this.all.stream()
			.filter((link) -> link.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE && now.isBefore(link.until()))
			.count() < MAX_UNDO;
	}

	public Links without(LinkPurpose first, LinkPurpose... others) {
		Set<LinkPurpose> purposes = EnumSet.of(first, others);
		return new Links(this.all.stream().filter((link) -> !purposes.contains(link.purpose())).toList());
	}

	/**
	 * Removes an undo link and all later ones. Earlier undo links stay, because they may
	 * be the owner's.
	 */
	public Links undone(Link used) {
		List<Link> earlier = this.all.subList(0, this.all.indexOf(used));
		return new Links(this.all.stream()
			.filter((link) -> link.purpose() != LinkPurpose.EMAIL_CHANGE)
			.filter((link) -> link.purpose() != LinkPurpose.UNDO_EMAIL_CHANGE || earlier.contains(link))
			.toList());
	}

}
