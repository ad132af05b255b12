package dev.rollcall.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import picocli.CommandLine.Command;

/**
 * Re-encrypts stored credentials and signing keys with the primary keys.
 */
@Command(name = "reseal",
		description = { "Re-encrypts stored credentials and signing keys with the primary keys.",
				"Run it after a new primary key was added to a keyset and before an old key is removed.",
				"Exits with status 1 if a document could not be re-encrypted." })
final class Reseal extends LauncherCommand {

	private static final String PATH = "reseal";

	private static final int PAUSE_MILLIS = 200;

	private final Management management;

	Reseal(Home home) {
		this.management = new Management(home);
	}

	@Override
	public Integer call() throws InterruptedException {
		boolean failed = false;
		for (Kind service : List.of(Kind.REGISTRATION_SERVICE, Kind.SESSION_SERVICE)) {
			ProcessName instance = this.management.running(service);
			JsonNode progress = this.management.post(instance, PATH, Map.of());
			while (progress.path("state").asText().equals("running")) {
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
				progress = this.management.get(instance, PATH);
			}
			failed |= progress.path("failed").asLong() > 0;
			out().printf("%-22s %d re-encrypted, %d failed%n", service.label(), progress.path("resealed").asLong(),
					progress.path("failed").asLong());
		}
		return failed ? 1 : 0;
	}

}
