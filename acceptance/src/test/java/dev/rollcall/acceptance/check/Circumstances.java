package dev.rollcall.acceptance.check;

import java.time.Duration;
import java.util.Set;

/**
 * What the guarantees must know about a scenario.
 *
 * @param foreign keys of records that a raw producer wrote
 * @param clientsCutOff whether the scenario cut connections of clients by killing the
 * gateway
 * @param mailsMayRepeat whether a connection, server or worker was lost or paused after a
 * mail was sent and before that was recorded
 * @param unmailed users whose events precede the start of the effects, so that they may
 * get no mail
 * @param redriven the ids of dead letters whose cause has ended and that were redriven
 * @param torn users whose newest events the log had lost, so that later ones may precede
 * the repeat
 * @param quietAfter how long after the end of the fault the system was quiet
 * @param quietLimit the limit for {@code quietAfter}
 * @param since when the step began, in milliseconds since the epoch; earlier responses
 * were checked in earlier steps
 */
public record Circumstances(Set<String> foreign, boolean clientsCutOff, boolean mailsMayRepeat, Set<String> unmailed,
		Set<String> redriven, Set<String> torn, Duration quietAfter, Duration quietLimit, long since) {

	/** No exceptions. */
	public static final Circumstances ORDINARY = new Circumstances(Set.of(), false, false, Set.of(), Set.of(), Set.of(),
			Duration.ZERO, Duration.ofSeconds(30), 0);

	/**
	 * Adds records of a raw producer.
	 * @param keys their keys
	 * @return the changed copy
	 */
	public Circumstances foreign(Set<String> keys) {
		return new Circumstances(keys, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.redriven, this.torn,
				this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Allows cut connections of clients.
	 * @return the changed copy
	 */
	public Circumstances cutOff() {
		return new Circumstances(this.foreign, true, this.mailsMayRepeat, this.unmailed, this.redriven, this.torn,
				this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Allows duplicate mails.
	 * @return the changed copy
	 */
	public Circumstances repeatedMails() {
		return new Circumstances(this.foreign, this.clientsCutOff, true, this.unmailed, this.redriven, this.torn,
				this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Allows users who get no mail.
	 * @param users their ids
	 * @return the changed copy
	 */
	public Circumstances unmailed(Set<String> users) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, users, this.redriven, this.torn,
				this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Adds redriven dead letters.
	 * @param deadLetters their ids
	 * @return the changed copy
	 */
	public Circumstances redriven(Set<String> deadLetters) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, deadLetters,
				this.torn, this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Allows users to act while the log lacks their newest events.
	 * @param users their ids
	 * @return the changed copy
	 */
	public Circumstances torn(Set<String> users) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.redriven,
				users, this.quietAfter, this.quietLimit, this.since);
	}

	/**
	 * Adds a measured recovery.
	 * @param after how long it took
	 * @param limit how long it may take
	 * @return the changed copy
	 */
	public Circumstances quiet(Duration after, Duration limit) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.redriven,
				this.torn, after, limit, this.since);
	}

	/**
	 * Sets the start of the step.
	 * @param start in milliseconds since the epoch
	 * @return the changed copy
	 */
	public Circumstances since(long start) {
		return new Circumstances(this.foreign, this.clientsCutOff, this.mailsMayRepeat, this.unmailed, this.redriven,
				this.torn, this.quietAfter, this.quietLimit, start);
	}

}
