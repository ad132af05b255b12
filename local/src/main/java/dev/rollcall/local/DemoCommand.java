package dev.rollcall.local;

import java.io.IOException;
import java.util.concurrent.Callable;

import com.mongodb.MongoException;
import dev.rollcall.local.demo.Demo;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.process.Refusal;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Signs up a random user and shows each hop with its delay.
 */
@Command(name = "demo",
		description = "Signs up a random user and shows each hop with its delay; status 1 if one is not seen within 10 s.")
final class DemoCommand implements Callable<Integer> {

	private final Home home;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--url", description = "The gateway's address; default: this system's.")
	private @Nullable String url;

	DemoCommand(Home home) {
		this.home = home;
	}

	@Override
	public Integer call() throws InterruptedException {
		new Processes(this.home).checkOffset();
		String gateway = (this.url != null) ? this.url : this.home.url(Kind.GATEWAY);
		try {
			return new Demo(this.home, gateway, this.spec.commandLine().getOut()::println).run() ? 0 : 1;
		}
		catch (KafkaException | MongoException | IOException ex) {
			throw Refusal.failure("The demo failed: %s; ./rollcall status shows what runs".formatted(ex.getMessage()));
		}
	}

}
