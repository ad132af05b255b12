package dev.rollcall.local;

import dev.rollcall.local.process.Home;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates commands, and passes the home to those whose constructor takes one.
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
