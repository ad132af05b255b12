package dev.rollcall.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of addresses in {@code docs/addresses.md} is what {@link EmailAddress}
 * computes. {@code -Drollcall.write-docs=true} writes it anew.
 */
class AddressTableTests {

	private static final Path FILE = Path.of("../docs/addresses.md");

	private static final String HEAD = "| input | canonical form | mailed form | |\n|---|---|---|---|\n";

	private static final int MAX_SHOWN = 45;

	@Test
	void tableIsCurrent() throws IOException {
		String current = Files.readString(FILE);
		String text = current.substring(0, current.indexOf(HEAD)) + HEAD + rows();
		if (Boolean.getBoolean("rollcall.write-docs")) {
			Files.writeString(FILE, text);
		}
		assertThat(Files.readString(FILE)).isEqualTo(text);
	}

	private static String rows() throws IOException {
		return ContractExamples.of("address").map(AddressTableTests::row).collect(Collectors.joining());
	}

	private static String row(Map<String, Object> example) {
		String input = (String) example.get("input");
		return "| %s | %s | %s |\n".formatted(shown(input), forms(input), example.get("why"));
	}

	private static String forms(String input) {
		try {
			EmailAddress address = EmailAddress.of(input);
			return shown(address.canonical()) + " | " + shown(address.mailed());
		}
		catch (IllegalArgumentException ex) {
			return "refused | ";
		}
	}

	private static String shown(String address) {
		if (address.isEmpty()) {
			return "(empty)";
		}
		String shown = (address.length() <= MAX_SHOWN) ? address
				: "%s ... %s (%d)".formatted(address.substring(0, MAX_SHOWN / 3),
						address.substring(address.length() - MAX_SHOWN / 3), address.length());
		return "`" + shown.codePoints().mapToObj(AddressTableTests::visible).collect(Collectors.joining()) + "`";
	}

	/**
	 * What Markdown or a reader would not see, or mistake for a letter, by its number.
	 */
	private static String visible(int character) {
		boolean plain = (character >= ' ' && character <= '~' && character != '|' && character != '`')
				|| (character > 0xA0 && Character.isLetter(character) && character != 0x131 && character != 0x17F
						&& character != 0x212A && character < 0xA000);
		return plain ? Character.toString(character) : "\\u{%X}".formatted(character);
	}

}
