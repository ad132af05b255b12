package dev.rollcall.local.process;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a process: its kind and the number of the instance.
 *
 * @param instance 1 to 9; the ports of instance n are shifted by 100 (n - 1)
 */
public record ProcessName(Kind kind, int instance) implements Comparable<ProcessName> {

	private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:#([1-9]))?");

	/**
	 * Parses a name such as {@code broker} or {@code gateway#2}.
	 * @throws Refusal if there is no such process
	 */
	public static ProcessName parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (matcher.matches()) {
			String instance = matcher.group(2);
			for (Kind kind : Kind.values()) {
				if (kind.label().equals(matcher.group(1)) && (instance == null || kind.isService())) {
					return new ProcessName(kind, (instance != null) ? Integer.parseInt(instance) : 1);
				}
			}
		}
		throw Refusal
			.badUsage("There is no process '%s'; choose one of %s, or an instance of a service such as gateway#2"
				.formatted(text, Kind.all().map(Kind::label).collect(Collectors.joining(", "))));
	}

	/** Returns the name of the first instance of a kind. */
	public static ProcessName of(Kind kind) {
		return new ProcessName(kind, 1);
	}

	/**
	 * Returns the ports, the main one first.
	 */
	public List<Integer> ports(int offset) {
		return this.kind.ports().stream().map((port) -> port + offset + 100 * (this.instance - 1)).toList();
	}

	@Override
	public int compareTo(ProcessName other) {
		return Comparator.comparing(ProcessName::kind).thenComparing(ProcessName::instance).compare(this, other);
	}

	@Override
	public String toString() {
		return (this.instance == 1) ? this.kind.label() : this.kind.label() + "#" + this.instance;
	}

}
