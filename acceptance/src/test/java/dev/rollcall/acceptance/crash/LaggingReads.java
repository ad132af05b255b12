package dev.rollcall.acceptance.crash;

import java.util.List;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import net.bytebuddy.asm.Advice;

/**
 * Instruments the embedded store, so that its majority reads lag behind its writes.
 */
final class LaggingReads {

	/** The class whose method handles each command. */
	static final String STORE = "dev.rollcall.local.store.DurableBackend";

	private LaggingReads() {
	}

	@Advice.OnMethodEnter
	static List<MajorityViews.Key> begin(@Advice.This MongoBackend store, @Advice.Argument(0) MongoMessage message) {
		return MajorityViews.begin(store, message);
	}

	@Advice.OnMethodExit(onThrowable = Throwable.class)
	static void end(@Advice.This MongoBackend store, @Advice.Argument(0) MongoMessage message,
			@Advice.Enter List<MajorityViews.Key> keys, @Advice.Return(readOnly = false) Document answer) {
		answer = MajorityViews.end(store, message, keys, answer);
	}

}
