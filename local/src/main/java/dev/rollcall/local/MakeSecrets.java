package dev.rollcall.local;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.process.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes the services' secrets for a system elsewhere, a folder of files for each service;
 * those that are there stay.
 */
@Command(name = "secrets", description = "Makes what is missing of the services' secrets in a folder, for containers.")
final class MakeSecrets implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Parameters(paramLabel = "folder", description = "Such as secrets; it gets a folder for each service.")
	private Path folder = Path.of("secrets");

	@Override
	public Integer call() {
		try {
			Secrets.mounted(this.folder).makeMissing();
		}
		catch (UncheckedIOException ex) {
			throw Refusal.failure("The secrets cannot be written: " + ex.getMessage());
		}
		this.spec.commandLine().getOut().printf("The secrets of each service are in %s%n", this.folder);
		return 0;
	}

}
