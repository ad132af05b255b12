package dev.rollcall.local.query;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class if a service has sent a query that no index serves and for which the
 * module's catalogue, {@code src/test/resources/queries.txt}, gives no reason, or that
 * another index serves than the catalogue says. A module without a catalogue is not
 * checked. With {@code -Drollcall.queries=record} it adds what the catalogue lacks.
 */
public final class QueriesCheck implements AfterAllCallback {

	private static final QueryCatalogue CATALOGUE = new QueryCatalogue(Path.of("src/test/resources"));

	private static final boolean RECORD = "record".equals(System.getProperty("rollcall.queries"));

	@Override
	public void afterAll(ExtensionContext context) {
		synchronized (CATALOGUE) {
			Set<String> entries = RecordedQueries.shared().examples().keySet();
			if (RECORD) {
				CATALOGUE.add(CATALOGUE.missing(entries));
			}
			else if (CATALOGUE.exists()) {
				List<String> wrong = CATALOGUE.wrong(entries);
				if (!wrong.isEmpty()) {
					throw new AssertionError("Queries without an index or a reason, or with another index than "
							+ "queries.txt says:\n" + String.join("\n", wrong));
				}
			}
		}
	}

}
