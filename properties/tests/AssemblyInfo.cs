// Steps of submissions are counted in one place for the whole process: two examinations would count for each
// other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
