package dev.rollcall.local;

import java.io.IOException;

import com.mongodb.MongoException;
import dev.rollcall.local.demo.Demo;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Signs up a random user and shows when each step is done.
 */
@Command(name = "demo", description = { "Signs up a random user and shows when each step is done.",
		"The steps: response of the API, event in Kafka, account in session-service's store, mail, verification "
				+ "of the address, sign-in, notification.",
		"Exits with status 1 if a step fails or takes more than 10 s." })
final class DemoCommand extends LauncherCommand {

	private final Home home;

	@Option(names = "--url", paramLabel = "<url>",
			description = "Address of the gateway; default: the gateway of this system.")
	private @Nullable String url;

	DemoCommand(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() throws InterruptedException {
		new Processes(this.home).checkOffset();
		String gateway = (this.url != null) ? this.url : this.home.url(Kind.GATEWAY);
		try {
			return new Demo(this.home, gateway, out()::println).run() ? 0 : 1;
		}
		catch (KafkaException | MongoException | IOException ex) {
			throw Refusal
				.failure("The demo failed: %s; ./rollcall status shows what is running".formatted(ex.getMessage()));
		}
	}

}
