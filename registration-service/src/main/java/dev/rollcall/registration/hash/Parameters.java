package dev.rollcall.registration.hash;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The numeric parameters of a PHC string, in any order: {@code m=19456,t=2,p=1}.
 */
final class Parameters {

	private static final Pattern PARAMETER = Pattern.compile("[a-z]+=(0|[1-9][0-9]{0,8})");

	private Parameters() {
	}

	/**
	 * Reads the parameters.
	 * @throws RefusedHash if one is repeated, has another name or is no number
	 */
	static Map<String, Integer> read(String text, Set<String> names) {
		Map<String, Integer> values = new TreeMap<>();
		for (String parameter : text.split(",", -1)) {
			String name = parameter.substring(0, Math.max(parameter.indexOf('='), 0));
			if (!PARAMETER.matcher(parameter).matches() || !names.contains(name)
					|| values.put(name, Integer.valueOf(parameter.substring(name.length() + 1))) != null) {
				throw RefusedHash
					.parameters("Expected parameters, each at most once as a number without leading zeros: "
							+ String.join(", ", names.stream().sorted().toList()));
			}
		}
		return values;
	}

	/**
	 * Reads a required parameter.
	 * @throws RefusedHash if it is absent or too low
	 */
	static int required(Map<String, Integer> values, String name, int min) {
		Integer value = values.get(name);
		if (value == null) {
			throw RefusedHash.parameters("The parameter " + name + " is missing");
		}
		return atLeast(name, value, min);
	}

	static int atLeast(String what, int value, int min) {
		if (value < min) {
			throw RefusedHash.parameters("%s is %d; at least %d is supported".formatted(what, value, min));
		}
		return value;
	}

}
