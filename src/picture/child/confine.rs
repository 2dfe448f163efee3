//! Takes from a process all that reading a picture does not need. Each means stands by itself, so
//! that where a kernel lacks one the rest still holds; what is on is told. Nothing is given back.

use std::fs;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, Ruleset,
    RulesetAttr, RulesetError, RulesetStatus, Scope,
};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getpid, set_dumpable_behavior, setrlimit,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};

use crate::picture::{Confinement, Limits};

/// Beside what a picture may take: the answer, a mended copy of a file, the allocator's own, which keeps
/// what was given back and takes 16 MB more than it is asked for.
const SPARE_MEMORY: u64 = 128 * 1024 * 1024;
/// What the program itself takes where the kernel does not say.
const PROGRAM: u64 = 1024 * 1024 * 1024;

/// By every means that this kernel has. The calling thread must be the only one.
pub fn entirely(limits: &Limits) -> Confinement {
    let taken = taken_already();
    let landlock = deny_files_and_network();
    let limits = limit(limits, taken);
    // Last, because it also forbids what the others need.
    let system_calls = allow_only_decoding();
    Confinement {
        own_process: true,
        limits,
        landlock,
        system_calls,
    }
}

/// Address space that the process has by now.
fn taken_already() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:")?.strip_suffix("kB"))
        .and_then(|number| number.trim().parse::<u64>().ok());
    kilobytes.map_or(PROGRAM, |kilobytes| kilobytes.saturating_mul(1024))
}

/// Denies every file, folder, connection, signal and socket that Landlock knows of; gives its
/// version, 0 where the kernel has none.
pub fn deny_files_and_network() -> u32 {
    let denied = || -> Result<u32, RulesetError> {
        // The newest that we know of, as far as the kernel goes along.
        let newest = ABI::V10;
        let status = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(newest))?
            .handle_access(AccessNet::from_all(newest))?
            .scope(Scope::from_all(newest))?
            .create()?
            .restrict_self()?;
        Ok(match (status.ruleset, status.landlock) {
            (RulesetStatus::NotEnforced, _) => 0,
            (_, LandlockStatus::Available { effective_abi, .. }) => effective_abi as u32,
            _ => 0,
        })
    };
    denied().unwrap_or(0)
}

/// Bounds memory and time to what a picture may take, and files, processes and core dumps to none.
/// `taken`: address space that the program has without a picture. Gives whether every bound holds.
pub fn limit(limits: &Limits, taken: u64) -> bool {
    let memory = taken
        .saturating_add(limits.memory_bytes)
        .saturating_add(limits.file_bytes)
        .saturating_add(SPARE_MEMORY);
    let seconds = limits.time.as_secs().saturating_add(1);
    let bounds = [
        (Resource::As, memory),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nproc, 0),
        (Resource::Nofile, 0),
    ];
    let mut holds = true;
    for (resource, most) in bounds {
        holds &= bound(resource, most, most);
    }
    // Told before it is killed, so that its end can be told from others.
    holds &= bound(Resource::Cpu, seconds, seconds.saturating_add(1));
    // A dump would hold the picture, and some systems take one past the limit.
    holds & set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

/// `least` is told to the process, `most` kills it.
fn bound(resource: Resource, least: u64, most: u64) -> bool {
    let limit = Rlimit {
        current: Some(least),
        maximum: Some(most),
    };
    setrlimit(resource, limit).is_ok()
}

/// Lets through only the system calls that decoding needs, on nothing but input and output. Any
/// other kills the process. Gives whether it is so.
pub fn allow_only_decoding() -> bool {
    decoding().is_some_and(|filter| apply_filter(&filter).is_ok())
}

/// The system calls that decoding needs, with what they may be asked for.
fn decoding() -> Option<BpfProgram> {
    use SeccompCmpOp::{Eq, MaskedEq};
    let is = |argument, value: i32| number(argument, Eq, u64::from(value.cast_unsigned()));
    let without = |argument, flag: i32| {
        let flag = u64::from(flag.cast_unsigned());
        number(argument, MaskedEq(flag), 0)
    };
    let mut allowed = vec![
        (libc::SYS_read, vec![rule(vec![is(0, 0)?])?]),
        (
            libc::SYS_write,
            vec![rule(vec![is(0, 1)?])?, rule(vec![is(0, 2)?])?],
        ),
        // Memory of its own, never a file's, never to be run.
        (
            libc::SYS_mmap,
            vec![rule(vec![is(4, -1)?, without(2, libc::PROT_EXEC)?])?],
        ),
        (
            libc::SYS_mprotect,
            vec![rule(vec![without(2, libc::PROT_EXEC)?])?],
        ),
        // To end itself, so that its end can be told from a forbidden call.
        (
            libc::SYS_tgkill,
            vec![rule(vec![is(0, getpid().as_raw_nonzero().get())?])?],
        ),
    ];
    let freely = [
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_brk,
        libc::SYS_futex,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_sched_yield,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    allowed.extend(freely.map(|call| (call, Vec::new())));
    let filter = SeccompFilter::new(
        allowed.into_iter().collect(),
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into().ok()?,
    );
    filter.ok()?.try_into().ok()
}

fn number(argument: u8, operation: SeccompCmpOp, value: u64) -> Option<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operation, value).ok()
}

fn rule(conditions: Vec<SeccompCondition>) -> Option<SeccompRule> {
    SeccompRule::new(conditions).ok()
}
