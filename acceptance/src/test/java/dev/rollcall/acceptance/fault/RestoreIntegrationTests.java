package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restored backups that are older than the rest: a store older than the log, and a log
 * older than the stores, are reconciled as docs/operating.md describes. {@code -Dvisits=}
 * before and after each backup.
 */
@Tag("faults")
class RestoreIntegrationTests {

	private static final int VISITS = FaultRun.size("visits", 400);

	private static final int RATE = 10;

	/**
	 * Processes that have just started still compile code, on processors that all share.
	 */
	private static final int FIRST = 20;

	@Test
	void accountsOlderThanTheLogAreBroughtUpToIt() {
		try (FaultRun run = FaultRun.start()) {
			restore(run, "store/registration.db");
			run.system().set("registration-service", "rollcall.writes.enabled", "false");
			run.system().up();
			assertThat(run.client().register()).as("registration while writes are off").isEmpty();
			say(run.system().run("verify", "--repair", "--restored", "registration-service"));
			run.system().set("registration-service", "rollcall.writes.enabled", "true");
			run.system().run("restart", "registration-service").succeeded();
			say(run.system().run("verify").succeeded());
			goOn(run);
		}
	}

	@Test
	void sessionsAndProjectionOlderThanTheLogAreBroughtUpToIt() {
		try (FaultRun run = FaultRun.start()) {
			Session signedIn = run.client().register().flatMap(run.client()::signIn).orElseThrow();
			restore(run, "store/session.db");
			run.system().up();
			say(run.system().run("verify", "--repair", "--restored", "session-service"));
			assertThat(run.client().refresh(signedIn)).as("refresh of a session from before the restore").isEmpty();
			say(run.system().run("rebuild", "session-service", "accounts").succeeded());
			say(run.system().run("verify").succeeded());
			goOn(run);
		}
	}

	@Test
	void logOlderThanTheStoresIsRepaired() {
		try (FaultRun run = FaultRun.start()) {
			restore(run, "broker");
			run.system().up();
			Run before = run.system().run("verify");
			say(before);
			assertThat(before.status()).isOne();
			say(run.system().run("verify", "--repair").succeeded());
			Run rebuilt = run.system().run("rebuild", "session-service", "accounts").succeeded();
			say(rebuilt);
			assertThat(rebuilt.output()).contains(", 0 different");
			goOn(run);
		}
	}

	/**
	 * Visits, takes a cold backup, visits again and restores the backup. Later repeats
	 * cannot be recognised by their Idempotency-Key, because it is not in the log.
	 */
	private static void restore(FaultRun run, String data) {
		Path original = run.system().home().resolve("data").resolve(data);
		Path backup = run.system().home().resolve("backup");
		visits(run);
		run.system().down();
		copy(original, backup);
		run.system().up();
		visits(run);
		run.system().down();
		delete(original);
		copy(backup, original);
		FaultRun.say("%s is restored to its state of %d visits ago", data, VISITS);
	}

	private static void visits(FaultRun run) {
		visits(run, VISITS);
		run.client().resolve();
		new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
	}

	private static void visits(FaultRun run, int count) {
		Load.start(2, FIRST, run::visit).finish();
		Load.start(RATE, count - FIRST, run::visit).finish();
	}

	private static void goOn(FaultRun run) {
		visits(run, VISITS / 2);
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
	}

	private static void say(Run command) {
		FaultRun.say("%s: status %d%n%s", command.command(), command.status(), command.output());
	}

	private static void copy(Path from, Path to) {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Path copy = to.resolve(from.relativize(file).toString());
				if (!Files.isDirectory(file) || !Files.isDirectory(copy)) {
					Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path path) {
		try (Stream<Path> files = Files.walk(path)) {
			List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
			for (Path file : deepestFirst) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
