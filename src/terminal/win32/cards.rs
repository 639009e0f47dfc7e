//! The network cards of this PC.

use std::{ptr, slice};

use windows_sys::Win32::NetworkManagement::IpHelper::{FreeMibTable, GetIfTable2, MIB_IF_ROW2, MIB_IF_TABLE2};

/// The bit of the flags by which a card of metal is told from adapters that programs make up.
const HARDWARE: u8 = 1;
/// Bytes of an address of Ethernet and wireless cards.
const ADDRESS: usize = 6;
/// The bit of an address's first byte by which it is given locally: phones that lend their network take another one
/// each time.
const LOCAL: u8 = 2;

/// The addresses that the cards were made with, sorted, as `00:11:22:33:44:55`.
pub(crate) fn addresses() -> Vec<String> {
    let mut table: *mut MIB_IF_TABLE2 = ptr::null_mut();
    // SAFETY: the address of the table is written to a place of its own.
    if unsafe { GetIfTable2(&raw mut table) } != 0 || table.is_null() {
        return Vec::new();
    }
    // SAFETY: the call made a table of so many rows, the first of which is `Table`; it is freed below, once, when
    // nothing refers to it any more. The pointer to the rows is made from the table's own, not from its first row.
    let addresses = unsafe {
        let (rows, first) = ((*table).NumEntries as usize, (&raw const (*table).Table).cast::<MIB_IF_ROW2>());
        let mut addresses: Vec<String> = slice::from_raw_parts(first, rows).iter().filter_map(address).collect();
        addresses.sort();
        addresses.dedup();
        addresses
    };
    // SAFETY: see above.
    unsafe { FreeMibTable(table.cast()) };
    addresses
}

fn address(row: &MIB_IF_ROW2) -> Option<String> {
    let address = &row.PermanentPhysicalAddress[..ADDRESS];
    let hardware = row.InterfaceAndOperStatusFlags._bitfield & HARDWARE != 0;
    let whole = row.PhysicalAddressLength as usize == ADDRESS && address.iter().any(|byte| *byte != 0);
    let own = hardware && whole && address[0] & LOCAL == 0;
    own.then(|| address.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"))
}
