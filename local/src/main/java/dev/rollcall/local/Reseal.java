package dev.rollcall.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Has what is sealed sealed again, by the keys that write now.
 */
@Command(name = "reseal", description = "Seals credentials and signing keys again, by the keys that write now.")
final class Reseal implements Callable<Integer> {

	private static final String PATH = "reseal";

	private static final int PAUSE_MILLIS = 200;

	private final Management management;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

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
			this.spec.commandLine()
				.getOut()
				.printf("%-22s %d sealed again, %d failed%n", service.label(), progress.path("resealed").asLong(),
						progress.path("failed").asLong());
		}
		return failed ? 1 : 0;
	}

}
