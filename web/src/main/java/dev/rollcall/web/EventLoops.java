package dev.rollcall.web;

import com.mongodb.connection.TransportSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * In a service with a store, the threads that serve HTTP also talk to the store, one for
 * each processor. With two groups of threads, each call of the store would wake a thread
 * of the other group twice.
 */
@AutoConfiguration(before = NettyReactiveWebServerAutoConfiguration.class)
@ConditionalOnClass(MongoClientSettingsBuilderCustomizer.class)
public final class EventLoops {

	/** They end after the store's client, which depends on them. */
	@Bean(destroyMethod = "dispose")
	LoopResources sharedLoops() {
		return LoopResources.create("event-loop", Runtime.getRuntime().availableProcessors(), true);
	}

	@Bean
	ReactorResourceFactory reactorResourceFactory(LoopResources loops) {
		ReactorResourceFactory factory = new ReactorResourceFactory();
		factory.setUseGlobalResources(false);
		factory.setLoopResources(loops);
		return factory;
	}

	@Bean
	MongoClientSettingsBuilderCustomizer storeOnSharedLoops(LoopResources loops) {
		EventLoopGroup group = loops.onServer(LoopResources.DEFAULT_NATIVE);
		return (settings) -> settings.transportSettings(TransportSettings.nettyBuilder()
			.eventLoopGroup(group)
			.socketChannelClass(loops.onChannelClass(SocketChannel.class, group))
			.build());
	}

}
