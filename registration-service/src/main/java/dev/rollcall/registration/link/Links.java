package dev.rollcall.registration.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The links of one account that still count. Of each purpose the newest counts, but for
 * those that undo: whoever takes over an account and changes its address twice must not
 * take the owner's link away.
 *
 * @param all the links, the oldest first
 */
public record Links(List<Link> all) {

	/** No links. */
	public static final Links NONE = new Links(List.of());

	private static final int MOST_UNDO = 8;

	/**
	 * Takes the links.
	 */
	public Links {
		all = List.copyOf(all);
	}

	/**
	 * Finds what a token opens.
	 * @param token the token
	 * @param purposes what it may be good for
	 * @param now the time
	 * @return the link
	 */
	public Optional<Link> find(LinkToken token, Set<LinkPurpose> purposes, Instant now) {
		return this.all.stream()
			.filter((link) -> purposes.contains(link.purpose()) && link.isOpenedBy(token, now))
			.findFirst();
	}

	/**
	 * Adds a link.
	 * @param link the link
	 * @param now the time
	 * @return the links that count then
	 */
	public Links plus(Link link, Instant now) {
		List<Link> next = new ArrayList<>(this.all.stream()
			.filter((old) -> now.isBefore(old.until()))
			.filter((old) -> old.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE || old.purpose() != link.purpose())
			.toList());
		next.add(link);
		return new Links(next);
	}

	/**
	 * Returns whether one more link that undoes finds room.
	 * @param now the time
	 * @return whether there are fewer than {@value #MOST_UNDO}
	 */
	public boolean hasRoomToUndo(Instant now) {
		return this.all.stream()
			.filter((link) -> link.purpose() == LinkPurpose.UNDO_EMAIL_CHANGE && now.isBefore(link.until()))
			.count() < MOST_UNDO;
	}

	/**
	 * Takes links away.
	 * @param first a purpose
	 * @param others more purposes
	 * @return the links of other purposes
	 */
	public Links without(LinkPurpose first, LinkPurpose... others) {
		Set<LinkPurpose> purposes = EnumSet.of(first, others);
		return new Links(this.all.stream().filter((link) -> !purposes.contains(link.purpose())).toList());
	}

	/**
	 * Takes a change of the address back: what came after it goes too, and what undoes an
	 * earlier change stays, for that one may be the owner's.
	 * @param used the link that undoes
	 * @return the links that count then
	 */
	public Links undone(Link used) {
		List<Link> earlier = this.all.subList(0, this.all.indexOf(used));
		return new Links(this.all.stream()
			.filter((link) -> link.purpose() != LinkPurpose.EMAIL_CHANGE)
			.filter((link) -> link.purpose() != LinkPurpose.UNDO_EMAIL_CHANGE || earlier.contains(link))
			.toList());
	}

}
