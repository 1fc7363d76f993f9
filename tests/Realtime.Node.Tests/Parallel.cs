// Most of these tests wait for a beat, a timeout or a store: a third one finds its time on two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
