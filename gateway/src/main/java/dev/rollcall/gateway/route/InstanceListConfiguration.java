package dev.rollcall.gateway.route;

import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Read once for each service, in a context of its own; so it must not be found by a scan.
 */
class InstanceListConfiguration {

	@Bean
	ServiceInstanceListSupplier instanceList(Environment environment, Instances instances) {
		return new InstanceList(service(environment), instances);
	}

	/** In turn. (Spring Cloud's own is made only where there is service discovery.) */
	@Bean
	ReactorLoadBalancer<ServiceInstance> loadBalancer(Environment environment,
			ObjectProvider<ServiceInstanceListSupplier> instanceList) {
		return new RoundRobinLoadBalancer(instanceList, service(environment));
	}

	private static String service(Environment environment) {
		return environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
	}

	private record InstanceList(String service, Instances instances) implements ServiceInstanceListSupplier {

		@Override
		public String getServiceId() {
			return this.service;
		}

		@Override
		public Flux<List<ServiceInstance>> get() {
			return this.instances.of(this.service).flux();
		}

	}

}
