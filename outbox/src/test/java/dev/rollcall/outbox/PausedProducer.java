package dev.rollcall.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import org.apache.kafka.clients.producer.Producer;

/**
 * Creates producers of an instance that is paused.
 */
final class PausedProducer {

	private PausedProducer() {
	}

	/**
	 * Runs an action between the sends and the first commit.
	 */
	@SuppressWarnings("unchecked") // a proxy has the raw type
	static Producer<String, byte[]> beforeCommit(Producer<String, byte[]> producer, Runnable action) {
		return (Producer<String, byte[]>) Proxy.newProxyInstance(Producer.class.getClassLoader(),
				new Class<?>[] { Producer.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("commitTransaction")) {
						producer.flush();
						action.run();
					}
					try {
						return method.invoke(producer, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
