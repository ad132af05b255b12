package dev.rollcall.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;

/**
 * The examples of what all services accept and refuse.
 */
final class ContractExamples {

	private ContractExamples() {
	}

	static Stream<Map<String, Object>> of(String kind) throws IOException {
		try (InputStream file = ContractExamples.class.getResourceAsStream("contract-examples.jsonl")) {
			String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
			return text.lines()
				.map((line) -> JsonPath.parse(line).<Map<String, Object>>json())
				.filter((example) -> kind.equals(example.get("kind")));
		}
	}

}
