package dev.rollcall.registration.throttle;

/**
 * Kinds of mail that carry a link. Strangers can cause all of them, so all are counted
 * together by the recipient's address. Some of the count is kept for those that help the
 * owner, so that strangers cannot keep them away.
 */
public enum LinkMail {

	/** On request of an account: a verification, an address change; or a notice. */
	REQUESTED(LinkMail.MAX_KEPT),

	/** The verification that a registration causes. */
	SIGN_UP(1),

	/** A recovery: whoever asks for it, it helps the owner of the address only. */
	RECOVERY(0);

	static final int MAX_KEPT = 2;

	private final int kept;

	LinkMail(int kept) {
		this.kept = kept;
	}

	/**
	 * The part of a limit that this kind may use.
	 * @param tagged whether the address has a tag: then its account may be a stranger's
	 * although its mailbox is the owner's, and the last mail is not for it
	 */
	int of(int limit, boolean tagged) {
		return limit - (tagged ? Math.max(1, this.kept) : this.kept);
	}

}
