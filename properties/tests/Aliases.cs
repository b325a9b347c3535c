global using BuddyLaw = MmVerify.Spec.Law<
    MmVerify.Spec.BuddyOperation, MmVerify.Spec.BuddyReply, MmVerify.Spec.BuddyModel>;
global using BuddyProgram = MmVerify.Spec.Program<MmVerify.Spec.BuddySetup, MmVerify.Spec.BuddyOperation>;
global using BuddyTrial = MmVerify.Properties.Tests.Trial<
    MmVerify.Spec.BuddySetup,
    MmVerify.Spec.BuddyOperation,
    MmVerify.Spec.BuddyReply,
    MmVerify.Spec.BuddyModel>;
