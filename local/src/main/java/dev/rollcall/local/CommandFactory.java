package dev.rollcall.local;

import dev.rollcall.local.process.Home;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the commands, each with the home it works on.
 */
final class CommandFactory implements IFactory {

	private final Home home;

	CommandFactory(Home home) {
		this.home = home;
	}

	@Override
	public <K> K create(Class<K> type) throws Exception {
		try {
			return type.cast(type.getDeclaredConstructor(Home.class).newInstance(this.home));
		}
		catch (NoSuchMethodException ex) {
			return CommandLine.defaultFactory().create(type);
		}
	}

}
