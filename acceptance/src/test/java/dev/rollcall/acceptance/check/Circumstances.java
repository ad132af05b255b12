package dev.rollcall.acceptance.check;

import java.time.Duration;
import java.util.Set;

/**
 * What a scenario did that the guarantees have to know of.
 *
 * @param foreign keys that a raw producer has written with, beside the services
 * @param clientsCutOff whether connections of clients were cut by the scenario, by
 * killing the gateway
 * @param mailsMayRepeat whether a connection, server or worker was lost or paused between
 * a mail's sending and its note
 * @param unmailed users who may get no mail, for the effects began after them
 * @param quietAfter how long after the fault's end all was quiet
 * @param quietLimit how long it may take
 * @param since when the step began, in milliseconds since the epoch: answers of before
 * were judged before
 */
public record Circumstances(Set<String> foreign, boolean clientsCutOff, boolean mailsMayRepeat, Set<String> unmailed,
		Duration quietAfter, Duration quietLimit, long since) {

	/** Nothing out of the ordinary. */
	public static final Circumstances ORDINARY = new Circumstances(Set.of(), false, false, Set.of(), Duration.ZERO,
			Duration.ofSeconds(30), 0);

	/**
	 * Returns the same with other users' records in the log.
	 * @param keys their keys
	 * @return the circumstances
	 */
	public Circumstances foreign(Set<String> keys) {
		return new Circumstances(keys, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.quietAfter,
				this.quietLimit, this.since);
	}

	/**
	 * Returns the same with clients whose connections were cut.
	 * @return the circumstances
	 */
	public Circumstances cutOff() {
		return new Circumstances(this.foreign, true, this.mailsMayRepeat, this.unmailed, this.quietAfter,
				this.quietLimit, this.since);
	}

	/**
	 * Returns the same with mails that may come twice.
	 * @return the circumstances
	 */
	public Circumstances repeatedMails() {
		return new Circumstances(this.foreign, this.clientsCutOff, true, this.unmailed, this.quietAfter,
				this.quietLimit, this.since);
	}

	/**
	 * Returns the same with users who get no mail.
	 * @param users their ids
	 * @return the circumstances
	 */
	public Circumstances unmailed(Set<String> users) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, users, this.quietAfter,
				this.quietLimit, this.since);
	}

	/**
	 * Returns the same with a measured recovery.
	 * @param after how long it took
	 * @param limit how long it may take
	 * @return the circumstances
	 */
	public Circumstances quiet(Duration after, Duration limit) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, after, limit,
				this.since);
	}

	/**
	 * Returns the same for a step that began later.
	 * @param start when
	 * @return the circumstances
	 */
	public Circumstances since(long start) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.quietAfter,
				this.quietLimit, start);
	}

}
