package dev.rollcall.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import org.apache.kafka.clients.producer.Producer;

/**
 * Makes producers of an instance that is stopped for a while.
 */
final class PausedProducer {

	private PausedProducer() {
	}

	/**
	 * Has something happen between the sends and the commit.
	 * @param producer the real producer
	 * @param action what happens before the first commit
	 * @return the producer that is paused there
	 */
	@SuppressWarnings("unchecked")
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
