//! The network cards of this PC.

use std::{ptr, slice};

use windows_sys::Win32::NetworkManagement::IpHelper::{FreeMibTable, GetIfTable2, MIB_IF_ROW2, MIB_IF_TABLE2};

/// The flag of a physical card. Adapters that programs create do not have it.
const HARDWARE: u8 = 1;
/// The bytes of an Ethernet or wireless address.
const ADDRESS: usize = 6;
/// The bit of the first byte that marks a locally assigned address. A phone that shares its network has another such
/// address each time.
const LOCAL: u8 = 2;

/// Returns the permanent addresses of the cards, sorted, as `00:11:22:33:44:55`.
pub(crate) fn mac_addresses() -> Vec<String> {
    let mut table: *mut MIB_IF_TABLE2 = ptr::null_mut();
    // SAFETY: the call writes one pointer, and `table` has room for it.
    if unsafe { GetIfTable2(&raw mut table) } != 0 || table.is_null() {
        return Vec::new();
    }
    // SAFETY: the call made a table of `NumEntries` rows, the first of which is `Table`. It is freed below, once,
    // when nothing refers to it any more. The pointer to the rows derives from the table's pointer, not from its
    // first row.
    let mac_addresses = unsafe {
        let (rows, first) = ((*table).NumEntries as usize, (&raw const (*table).Table).cast::<MIB_IF_ROW2>());
        let mut mac_addresses: Vec<String> = slice::from_raw_parts(first, rows).iter().filter_map(address).collect();
        mac_addresses.sort();
        mac_addresses.dedup();
        mac_addresses
    };
    // SAFETY: see above.
    unsafe { FreeMibTable(table.cast()) };
    mac_addresses
}

fn address(row: &MIB_IF_ROW2) -> Option<String> {
    let address = &row.PermanentPhysicalAddress[..ADDRESS];
    let is_hardware = row.InterfaceAndOperStatusFlags._bitfield & HARDWARE != 0;
    let is_complete = row.PhysicalAddressLength as usize == ADDRESS && address.iter().any(|byte| *byte != 0);
    let is_permanent = is_hardware && is_complete && address[0] & LOCAL == 0;
    is_permanent.then(|| address.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"))
}
