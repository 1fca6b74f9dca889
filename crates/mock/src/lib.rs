//! A mock cloud: the protocols of real clouds, signatures checked, samples answered, faults on demand.
