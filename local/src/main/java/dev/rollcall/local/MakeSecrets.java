package dev.rollcall.local;

import java.io.UncheckedIOException;
import java.nio.file.Path;

import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.process.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Creates the secrets of a system that runs elsewhere: one folder of files per service.
 */
@Command(name = "secrets",
		description = { "Creates the missing secrets of all services in a folder, for containers and Kubernetes.",
				"Existing secrets are kept. Services that share a secret get the same value." })
final class MakeSecrets extends LauncherCommand {

	@Parameters(paramLabel = "<folder>", description = "Folder that gets one folder of secrets per service.")
	private Path folder = Path.of("secrets");

	@Override
	public Integer call() {
		try {
			Secrets.mounted(this.folder).makeMissing();
		}
		catch (UncheckedIOException ex) {
			throw Refusal.failure("The secrets cannot be written: " + ex.getMessage());
		}
		out().printf("The secrets of each service are in %s%n", this.folder);
		return 0;
	}

}
