package dev.rollcall.local.query;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class if a service has sent a query that is not in the module's catalogue,
 * {@code src/test/resources/queries.txt}, or that another index serves than the catalogue
 * says. A module without a catalogue is not checked. With
 * {@code -Drollcall.queries=record} it writes the catalogue.
 */
public final class QueriesCheck implements AfterAllCallback {

	private static final QueryCatalogue CATALOGUE = new QueryCatalogue(Path.of("src/test/resources"));

	private static final boolean RECORD = "record".equals(System.getProperty("rollcall.queries"));

	@Override
	public void afterAll(ExtensionContext context) {
		synchronized (CATALOGUE) {
			List<String> missing = CATALOGUE.missing(RecordedQueries.shared().examples().keySet());
			if (missing.isEmpty() || !(RECORD || CATALOGUE.exists())) {
				return;
			}
			if (!RECORD) {
				throw new AssertionError("Not in the catalogue of queries:\n" + String.join("\n", missing));
			}
			CATALOGUE.add(missing);
		}
	}

}
