package dev.rollcall.projection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.common.TopicPartition;

/**
 * The id of a dead letter, its place in the log: {@code <topic>-<partition>@<offset>}. It
 * needs no escaping in a URL or a shell.
 */
record DeadLetterId(TopicPartition partition, long offset) {

	private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,249})-([0-9]{1,9})@([0-9]{1,18})");

	static Optional<DeadLetterId> parse(String text) {
		Matcher matcher = FORM.matcher(text);
		return matcher.matches()
				? Optional.of(new DeadLetterId(new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
						Long.parseLong(matcher.group(3))))
				: Optional.empty();
	}

	@Override
	public String toString() {
		return this.partition + "@" + this.offset;
	}

}
